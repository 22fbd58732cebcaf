"""What is read from outside: files, feeds, Join."""
