"""What leave means, and when somebody is asked whether the roster is right. Pure."""
