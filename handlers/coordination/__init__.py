"""Who does what in a case of several ministries: 協調單; one question to all of them: 點名."""
