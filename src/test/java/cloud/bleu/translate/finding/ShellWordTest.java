package cloud.bleu.translate.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellWordTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "estate/zones.yaml | estate/zones.yaml",
        "répertoire/é.yaml | répertoire/é.yaml",
        "a b               | 'a b'",
        "a;b               | 'a;b'",
        "l'un              | 'l'\\''un'",
        "$HOME             | '$HOME'",
        "~/a               | '~/a'",
      })
  void isOneWordForAShell(String word, String typed) {
    assertEquals(typed, ShellWord.of(word));
  }
}
