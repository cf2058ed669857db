const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 6 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** 48213 becomes "48,213"; canonical decimals are taken as they are. */
export function count(value: number | string): string {
  return whole.format(Number(value));
}

/** 248831 becomes "248.8K" where room is short. */
export function compact(value: number | string): string {
  return Number(value) < 10_000 ? count(value) : short.format(Number(value));
}

/** A shortfall as signed text with a real minus sign; nothing missing is "0". */
export function shortfall(value: number): string {
  return value === 0 ? '0' : `\u2212${whole.format(value)}`;
}

/** Wall clock of the viewer, 24 h. */
export function clock(moment: string | number): string {
  return new Date(moment).toLocaleTimeString('en-GB', { hour12: false });
}

/** Wall clock with milliseconds. */
export function exactClock(moment: string): string {
  const date = new Date(moment);
  return `${clock(moment)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** Day and clock, as "21 Nov 11:07". */
export function day(moment: string): string {
  const date = new Date(moment);
  return `${date.getDate()} ${date.toLocaleString('en-GB', { month: 'short' })} ${clock(moment).slice(0, 5)}`;
}

/** Age in one unit: "4 s", "12 min", "3 h", "2 d". Below zero counts as zero (clock skew is shown elsewhere). */
export function age(millis: number): string {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** "enterprise/site/area/line/unit" becomes its last part and what stands between site and unit. */
export function place(equipment: string): { readonly unit: string; readonly where: string } {
  const parts = equipment.split('/');
  return { unit: parts.at(-1) ?? equipment, where: parts.slice(2, -1).join(' / ') };
}

/** "COUNTER_RESET" becomes "Counter reset". */
export function words(code: string): string {
  const text = code.toLowerCase().replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "1 event", "3 events". */
export function many(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** UCUM writes what it does not know in braces: "4 {piece}" is read as "4 pieces". */
export function readable(text: string): string {
  return text.replace(/(\d[\d.,]*) \{(\w+)\}/g, (_, number: string, noun: string) => `${number} ${noun}${number === '1' ? '' : 's'}`);
}
