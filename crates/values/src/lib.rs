//! Text to typed values: dates, numbers, money and the like
