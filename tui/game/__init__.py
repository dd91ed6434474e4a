"""The game on the screen: the application, its session, the route table, and what keys do."""
