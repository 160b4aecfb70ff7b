/** The last digit of a bank card's number holds by the Luhn formula (ISO/IEC 7812-1, annex B; JR/T 0008 for cards of China). */
export function hasLuhnDigit(digits: string): boolean {
  const sum = Array.from(digits)
    .reverse()
    .reduce((total, digit, at) => {
      const counted = at % 2 === 1 ? Number(digit) * 2 : Number(digit);
      return total + (counted > 9 ? counted - 9 : counted);
    }, 0);
  return digits !== '' && sum % 10 === 0;
}
