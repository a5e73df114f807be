"""Reply by mail: an address for each member and thread, what a mail to it says, and where its words go."""
