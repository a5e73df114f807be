"""Before a question is posted: what others asked, what answers it already, what makes it easier to answer, and where it goes."""
