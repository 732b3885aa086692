package cloud.bleu.assess.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A star is any text. */
class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "web, web, true",
    "web, webs, false",
    "*, '', true",
    "'', '', true",
    "'', a, false",
    "a*, a, true",
    "*b, ab, true",
    "a*a, a, false",
    "ab*ba, aba, false",
    "a*b*c, aXbYc, true",
    "a*bc*bc, abc, false",
    "*ab*ab*, abab, true",
    "**, x, true",
    "a.c, abc, false",
    "Deployment shop/*, Deployment shop/web, true",
  })
  void aStarIsAnyText(String glob, String text, boolean matches) {
    assertEquals(matches, Glob.matches(glob, text));
  }

  /** As many stars as a field has room for, and a text that comes close. */
  @Test
  void manyStarsDoNotTakeLong() {
    assertFalse(Glob.matches("*a".repeat(170) + "b", "a".repeat(350)));
  }
}
