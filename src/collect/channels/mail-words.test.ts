import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wordsOf } from './mail-words.ts'

const signed = (text: string) => text.split('|').join('\n')

describe('what the writer of a mail wrote', () => {
  it.each([
    ['Thanks!||On 5 May 2026, at 10:00, Help <help@acme.com> wrote:|> We have it.', 'Thanks!'],
    ['Thanks!||On Tue, 5 May 2026 at 10:00, Help|<help@acme.com> wrote:||> We have it.|>|> Help', 'Thanks!'],
    ['Danke!||Am 05.05.26 um 10:00 schrieb Hilfe <help@acme.com>:|> Da ist es.', 'Danke!'],
    ['Merci||Le mar. 5 mai 2026 à 10:00, Aide <aide@acme.com> a écrit :|> Voilà', 'Merci'],
    ['Gracias||El mar, 5 may 2026 a las 10:00, Ayuda (<a@acme.com>) escribió:|> Aquí', 'Gracias'],
    ['Grazie||Il giorno mar 5 mag 2026 alle ore 10:00 Aiuto <a@acme.com> ha scritto:|> Ecco', 'Grazie'],
    ['Bedankt||Op di 5 mei 2026 om 10:00 schreef Hulp <h@acme.com>:|> Hier', 'Bedankt'],
    ['Yes.||-----Original Message-----|From: Help|Sent: Tuesday|We have it.', 'Yes.'],
    ['Ja.||-----Ursprüngliche Nachricht-----|Von: Hilfe|Da ist es.', 'Ja.'],
    [
      'Yes.||From: Help <help@acme.com>|Sent: Tuesday, 5 May 2026|To: Ana|Subject: Order||We have it.',
      'Yes.',
    ],
    ['Ja.||Von: Hilfe [mailto:help@acme.com]|Gesendet: Dienstag|An: Ana|Betreff: Auftrag||Da ist es.', 'Ja.'],
    ['> Where do you live?|In Porto.|> And the number?|17.', 'In Porto.|17.'],
    ['Where is it?||-- |Ana Lima|Rua X 17', 'Where is it?'],
    ['Where is it?||--|Ana', 'Where is it?'],
    ['Where is it?||Sent from my iPhone', 'Where is it?'],
    ['Wo ist es?||Von meinem iPhone gesendet', 'Wo ist es?'],
    ['Sent from my desk, which is where I sit.', 'Sent from my desk, which is where I sit.'],
    ['From: where I stand it looks bad.|So it is.', 'From: where I stand it looks bad.|So it is.'],
    ['On Friday nobody wrote.|I wait.', 'On Friday nobody wrote.|I wait.'],
    ['a||||b  |', 'a||b'],
  ])('%s', (text, expected) => {
    expect(wordsOf(signed(text)).text).toBe(signed(expected))
  })

  it('is the whole mail where only a quotation is left, and says that nothing was left out', () => {
    const forwarded = '-----Original Message-----\nFrom: Ana\n\nWhere is it?'
    expect(wordsOf(forwarded)).toEqual({ text: forwarded, quoted: false })
  })

  it('never holds a line that was not there, and does not change when it is taken again', () => {
    const line = fc.constantFrom(
      '> q',
      'words',
      '',
      '--',
      'On 1 May Ana wrote:',
      'From: a',
      'To: b',
      'Sent from my pad',
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const { text } = wordsOf(lines.join('\n'))
        for (const each of text.split('\n')) expect(['', ...lines]).toContain(each)
      }),
    )
  })

  it.each([
    ['a header that never ends', 'On a wrote '],
    ['headers without end', 'On x wrote\n'],
    ['quotations in turn', 'on x\n> y\n\n'],
    ['names of headers', 'From: x\n'],
    ['a wrote between brackets', 'Op x\nschreef <a@b>\n'],
  ])('takes a megabyte of %s without stopping everybody else', (_, piece) => {
    const began = performance.now()
    wordsOf(piece.repeat(1_000_000 / piece.length))
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})

const folder = '../shared/data/email/fixtures/github+email_reply_parser'
const published = (name: string) => readFileSync(join(folder, `test_emails_${name}.txt`), 'utf8')

/** As the tests of the library say, https://github.com/github/email_reply_parser/blob/master/test/email_reply_parser_test.rb */
describe('the published cases of email_reply_parser', () => {
  it.for([
    ['email_1_3', 'Oh thanks.\n\nHaving the function would be great.'],
    ['email_1_4', "Awesome! I haven't had another problem with it."],
    ['email_1_7', ':+1:'],
    ['email_1_8', 'I will reply under this one\n\nand under this.'],
    ['email_2_1', 'Outlook with a reply'],
    ['email_2_2', 'Outlook with a reply directly above line'],
    ['email_2_3', 'Outlook with a reply directly above line'],
    ['email_BlackBerry', 'Here is another email'],
    ['email_iPhone', 'Here is another email'],
    ['email_multi_word_sent_from_my_mobile_device', 'Here is another email'],
    [
      'email_sent_from_my_not_signature',
      'Here is another email\n\nSent from my desk, is much easier then my mobile phone.',
    ],
    ['correct_sig', 'this is an email with a correct -- signature.'],
    [
      'pathological',
      "I think you're onto something. I will try to fix the problem as soon as I\nget back to a computer.",
    ],
  ] as const)('%s', ([name, expected], { skip }) => {
    skip(!existsSync(folder), `no ${folder} here`)
    expect(wordsOf(published(name)).text).toBe(expected)
  })
})
