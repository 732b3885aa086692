package cloud.bleu.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In the comment of a pull request, names of others call nobody and lead nowhere. */
class MarkdownTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '"',
      textBlock =
          """
          @org/team        => &#64;<!-- -->org/team
          a#12             => a&#35;<!-- -->12
          &#64;x           => &amp;&#35;<!-- -->64;x
          https://evil.fr  => https:<!-- -->//evil.fr
          www.evil.fr      => www<!-- -->.evil.fr
          <b>|`x`          => \\<b\\>\\|\\`x\\`
          a:5              => a:5
          """)
  void ofOthersNothingIsMarkup(String text, String cell) {
    assertEquals(cell, Markdown.cell(text));
  }
}
