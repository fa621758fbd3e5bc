//! A bot as a folder of readable files, to and from the model
