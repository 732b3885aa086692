package cloud.bleu.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Text in lines that fit. */
class TableTest {
  private static final String ADDRESS =
      "https://incyber.org/article/bleu-obtient-jalon-0-certification-secnumcloud-pour-distribuer-microsoft-azure";

  /** So that it can be opened and copied. */
  @Test
  void anAddressInProseIsNotBroken() {
    System.setProperty(Terminal.COLUMNS, "0");

    assertEquals(
        "  ownership of bleu: Press,\n    " + ADDRESS + "\n    (held by Capgemini)\n",
        Table.wrapped("  ownership of bleu: Press, " + ADDRESS + " (held by Capgemini)", 4));
    assertEquals(
        "to  " + ADDRESS + "\n    and more\n", Table.hanging("to  ", ADDRESS + " and more"));
    assertEquals("    " + ADDRESS + "\n", Table.wrapped("    " + ADDRESS, 4));
  }

  @Test
  void proseIsBrokenBetweenWords() {
    System.setProperty(Terminal.COLUMNS, "0");
    String word = "a".repeat(48);

    assertEquals(
        word + " " + word + "\n  " + word + "\n", Table.wrapped(word + " " + word + " " + word, 2));
  }
}
