package cloud.bleu.translate.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class TypedPathTest {

  @Test
  void localeIsNamedWhereItLosesLetters() {
    assertEquals(
        "the locale is not UTF-8 (its encoding is ANSI_X3.4-1968), so the letters of this name are"
            + " not read; set LC_ALL=C.UTF-8",
        TypedPath.localeAdvice("\ufffd\ufffdt\ufffd\ufffd", "ANSI_X3.4-1968"));
    assertNull(TypedPath.localeAdvice("\ufffd", "UTF-8"));
    assertNull(TypedPath.localeAdvice("a\0b", "ANSI_X3.4-1968"));
  }
}
