"""The web pages: server-rendered, Vietnamese, whole without JavaScript and better with it."""
