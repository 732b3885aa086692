package cloud.bleu.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A round of writes waits two seconds for the first answer that does not come, then half. */
class AnswerWaitTest {

  /**
   * One word for each thing that happens: {@code sent-ended} for an answer, in milliseconds from
   * the start of the round, {@code !at} for a wait that was given up.
   */
  @ParameterizedTest(name = "after {0}")
  @CsvSource({
    "'', 2000",
    // A write is usually answered within 50 ms: that costs nothing.
    "0-20, 2000",
    "0-50, 2000",
    "0-50 50-100 100-150, 2000",
    "0-150, 1900",
    "0-150 150-350, 1750",
    // Several that came together are one wait.
    "0-150 0-150 0-150, 1900",
    "0-150 0-160, 1900",
    "0-150 0-300, 1800",
    "!2000, 1000",
    "!2000 !3000 !3500, 250",
    "!2000 2000-2150, 900",
    // Never less than a write usually takes.
    "0-5000, 50",
    "!1 !2 !3 !4 !5 !6 !7 !8, 50",
  })
  void lessWithEachWait(String happened, long left) {
    AnswerWait patience = new AnswerWait();
    patience.begin(0);
    for (String one : happened.isEmpty() ? new String[0] : happened.split(" ")) {
      if (one.startsWith("!")) {
        patience.givenUp(nanos(one.substring(1)));
      } else {
        String[] answer = one.split("-");
        patience.answered(nanos(answer[0]), nanos(answer[1]));
      }
    }
    assertEquals(left, Duration.ofNanos(patience.left()).toMillis());
  }

  /**
   * What answers took, by namespace, after all patience is gone. A server that is slow for all is
   * waited for, and a namespace that is slow beside others is not.
   */
  @ParameterizedTest(name = "answers in {0}")
  @CsvSource({
    "'', 50",
    "a:10, 50",
    "a:120, 360",
    "a:120 b:110 c:130, 360",
    "a:400 b:10 c:10, 50",
    "a:400 b:20, 60",
    // Never longer than a quick answer takes.
    "a:900, 500",
    "a:30000 b:100 c:100, 300",
    // It follows what answers take by then.
    "a:100 a:200, 375",
  })
  void leastFollowsWhatAnswersTakeElsewhere(String answers, long left) {
    AnswerWait patience = new AnswerWait();
    patience.begin(0);
    for (int i = 0; i < 8; i++) {
      patience.givenUp(nanos("1"));
    }
    for (String one : answers.isEmpty() ? new String[0] : answers.split(" ")) {
      String[] answer = one.split(":");
      patience.took(answer[0], 0, nanos(answer[1]));
    }
    assertEquals(left, Duration.ofNanos(patience.left()).toMillis());
  }

  /** Of all rounds, and of what was given up alone. */
  @Test
  void waitsInVainAreCounted() {
    AnswerWait patience = new AnswerWait();
    patience.begin(0);
    patience.answered(nanos("0"), nanos("1050"));
    assertEquals(0, patience.inVain());
    patience.givenUp(nanos("2050"));
    assertEquals(nanos("1000"), patience.inVain());
    patience.begin(nanos("9000"));
    patience.givenUp(nanos("11000"));
    assertEquals(nanos("3000"), patience.inVain());
  }

  @Test
  void nextRoundBeginsWithAll() {
    AnswerWait patience = new AnswerWait();
    patience.begin(0);
    patience.givenUp(nanos("2000"));
    patience.begin(nanos("5000"));
    assertEquals(nanos("2000"), patience.left());
    // The time before the round is none in which it waited.
    patience.answered(nanos("4000"), nanos("5020"));
    assertEquals(nanos("2000"), patience.left());
  }

  /** Nine tenths are enough: a timer may be a little early. */
  @ParameterizedTest
  @CsvSource({"0, false", "1799, false", "1800, true", "2000, true"})
  void isOverALittleBefore(String waited, boolean over) {
    AnswerWait patience = new AnswerWait();
    patience.begin(0);
    assertEquals(over, patience.isOver(nanos(waited)));
  }

  private static long nanos(String milliseconds) {
    return Duration.ofMillis(Long.parseLong(milliseconds)).toNanos();
  }
}
