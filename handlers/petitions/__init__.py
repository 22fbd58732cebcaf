"""提點子: petitions on Join, who may have to answer them, and how soon."""
