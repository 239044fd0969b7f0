import case
