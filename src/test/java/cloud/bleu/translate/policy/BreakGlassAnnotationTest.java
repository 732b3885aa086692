package cloud.bleu.translate.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.placement.model.BreakGlass;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two annotations of a break-glass as text. */
class BreakGlassAnnotationTest {
  private static final Instant FROM = Instant.parse("2026-11-24T12:00:00Z");
  private static final String OPENED =
      "by=alice; zone=fs-1; from=2026-11-24T12:00:00Z; until=2026-11-26T12:00:00Z; reason=region"
          + " central is lost; nothing else is free";

  @Test
  void whatIsWrittenIsRead() {
    BreakGlass glass =
        new BreakGlass(
            "fs-1",
            FROM,
            FROM.plus(Duration.ofDays(2)),
            "alice",
            "region central is lost; nothing else is free",
            null);
    assertEquals(OPENED, BreakGlassAnnotation.text(glass));
    assertEquals(glass, BreakGlassAnnotation.opened(OPENED));
    String signed = BreakGlassAnnotation.countersignature("bob@example.org", OPENED);
    assertEquals("by=bob@example.org; signs: " + OPENED, signed);
    BreakGlassAnnotation.Read read = BreakGlassAnnotation.read(OPENED, signed);
    assertNull(read.fault());
    assertEquals("bob@example.org", glass(read).countersignedBy());
  }

  @ParameterizedTest
  @CsvSource({
    "alice, true",
    "CN=Alice Martin, true",
    "'alice; zone=fs-2', false",
    "'al\tice', false",
    "'', false"
  })
  void nameThatWouldEndItsPartIsNone(String user, boolean fits) {
    assertEquals(fits, BreakGlassAnnotation.isName(user));
  }

  /** A change of the text that was read above, and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "by=alice | by= | it has another form",
        "by=alice; | alice; | it has another form",
        "zone=fs-1 | zone= | it has another form",
        "zone=fs-1 | zone=FS-1 | it has another form",
        "zone=fs-1 | zone=fs-1, fs-2 | it has another form",
        "zone=fs-1 | zone=fs-1; zone=fs-2 | it has another form",
        "from=2026-11-24T12:00:00Z | from=today | it has another form",
        "from=2026-11-24T12:00:00Z | from=2026-11-24T12:00:00+01:00 | it has another form",
        "until=2026-11-26T12:00:00Z; | '' | it has another form",
        "until=2026-11-26T12:00:00Z | until=2026-02-30T12:00:00Z | an instant in it does not exist",
        "until=2026-11-26 | until=2026-11-24 | from is not before until",
        "until=2026-11-26T12:00:00Z | until=2026-11-27T12:00:01Z | it lasts longer than 72 hours",
        "reason=region central is lost; nothing else is free | reason=no | it has another form",
        "by=alice | by=system:serviceaccount:shop:robot | a person signs, not a service account such as"
            + " system:serviceaccount:shop:robot",
      })
  void whatIsGarbledIsNone(String was, String is, String why) {
    BreakGlassAnnotation.Read read = BreakGlassAnnotation.read(OPENED.replace(was, is), null);
    assertNull(read.glass());
    assertNotNull(read.fault());
    assertEquals(why, read.fault().text());
  }

  @Test
  void seventyTwoHoursAreNotTooLong() {
    assertNotNull(
        BreakGlassAnnotation.opened(
            OPENED.replace("until=2026-11-26T12:00:00Z", "until=2026-11-27T12:00:00Z")));
  }

  @Test
  void noLineBreakAndNothingInvisibleIsInIt() {
    for (String hidden : new String[] {"\n", "\u202e", "\u0000", "\u2028"}) {
      assertNull(BreakGlassAnnotation.opened(OPENED + hidden), hidden);
      assertNull(BreakGlassAnnotation.opened(OPENED.replace("alice", "al" + hidden + "ice")));
    }
  }

  /** What is opened stands; the second signature counts for nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bob | it does not repeat the first one word for word",
        "by=bob | it does not repeat the first one word for word",
        "by=bob; signs: OTHER | it does not repeat the first one word for word",
        "by=; signs: OPENED | it does not repeat the first one word for word",
        "signs: OPENED | it does not repeat the first one word for word",
        "by=bob; signs: OPENED. | it does not repeat the first one word for word",
        "by=alice; signs: OPENED | alice signed both",
        "by= Alice ; signs: OPENED | ' Alice  signed both'",
        "by=system:serviceaccount:a:b; signs: OPENED | a person signs, not a service account such as"
            + " system:serviceaccount:a:b",
      })
  void secondSignatureOfAnotherTextOrOfTheSamePersonIsNone(String second, String why) {
    BreakGlassAnnotation.Read read =
        BreakGlassAnnotation.read(
            OPENED,
            second.replace("OTHER", OPENED.replace("fs-1", "fs-2")).replace("OPENED", OPENED));
    assertNull(glass(read).countersignedBy());
    assertNotNull(read.fault());
    assertEquals(why, read.fault().text());
  }

  private static BreakGlass glass(BreakGlassAnnotation.Read read) {
    BreakGlass glass = read.glass();
    assertNotNull(glass);
    return glass;
  }
}
