import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'

/**
 * A phone number in E.164, with its extension where it has one (two extensions are two people). Null where it has no country
 * and none is given, or where it is no valid number: nothing is guessed.
 */
export function e164(written: string, country: string | null): string | null {
  const known = country !== null && isSupportedCountry(country) ? country : undefined
  return valid(written, known) ?? (written.startsWith('00') ? valid(`+${written.slice(2)}`, undefined) : null)
}

function valid(written: string, defaultCountry: CountryCode | undefined): string | null {
  const number = parsePhoneNumberFromString(written, {
    extract: false,
    ...(defaultCountry ? { defaultCountry } : {}),
  })
  if (!number?.isValid()) return null
  return number.ext ? `${number.number};ext=${number.ext}` : number.number
}

/** A country whose numbers can be told. */
export const hasPhones = (country: string): boolean => isSupportedCountry(country)
