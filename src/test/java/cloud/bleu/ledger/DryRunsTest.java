package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is asked for, and what is told of the others. A row is a {@link DryRunHistory}. */
class DryRunsTest {
  private final DryRunHistory server = new DryRunHistory();

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "never",
      value = {
        // history | asked | taken | told | milliseconds until a pass is worth it
        "what is not refused is taken | [ a/x ] | a/x | a/x | | never",
        "once for a workload | [ a/x a/x ] | a/x | a/x a/x | | never",
        "who is refused waits a second | no:a/x [ a/x ] | a/x | | a/x=a/x | 1000",
        "a namespace that refuses is not asked on | no:a/x [ a/x a/y ] | a/x | | a/x=a/x a/y=a/x |"
            + " 1000",
        "another one is | no:a/x [ a/x b/y ] | a/x b/y | b/y | a/x=a/x | 1000",
        "not before its time | no:a/x [ a/x ] +999 [ a/x ] | a/x | | a/x=a/x | 1",
        "then again, and later each time | no:a/x [ a/x ] +1000 [ a/x ] | a/x a/x | | a/x=a/x |"
            + " 2000",
        "what is taken then opens the namespace | no:a/x [ a/x a/y ] yes:a/x +1000 [ a/y a/x ] |"
            + " a/x a/y a/x | a/y a/x | | never",
        "who was not refused goes first | no:a/x [ a/x a/y ] +1000 [ a/x a/y ] | a/x a/y | a/y |"
            + " a/x=a/x | never",
        "one question a turn | no:a/x no:a/y [ a/x a/y a/z ] +1000 [ a/x a/y a/z ] | a/x a/y | |"
            + " a/x=a/x a/y=a/y a/z=a/y | 2000",
        "each is told what refused it | no:a/x no:a/y [ a/x a/y a/z ] +1000 [ a/x a/y a/z ]"
            + " [ a/x a/y a/z ] | a/x a/y | | a/x=a/x a/y=a/y a/z=a/y | 2000",
        "until it is everybody's turn | no:a/x no:a/y [ a/x a/y a/z ] +1000 [ a/x a/y a/z ] +2000"
            + " [ a/x a/y a/z ] | a/x a/y a/x a/z | a/z | a/x=a/x a/y=a/y | never",
        "and then the first one's again | no:a/x no:a/y [ a/x a/y ] +1000 [ a/x a/y ] +2000"
            + " [ a/x a/y ] | a/x a/y a/x a/y | | a/x=a/x a/y=a/y | 4000",
        "a pass between does not lose a turn | no:a/x [ a/x a/y ] +500 [ a/x a/y ] +500"
            + " [ a/x a/y ] | a/x a/y | a/y | a/x=a/x | never",
        "who went first and is gone gives the turn back at once | no:a/x [ a/x a/y ] +1000 [ a/x ]"
            + " | a/x | | a/x=a/x a/y=a/x | 0",
        "so it is asked in the next pass | no:a/x [ a/x a/y ] +1000 [ a/x ] [ a/x ] | a/x a/x | |"
            + " a/x=a/x a/y=a/x | 2000",
        "what nobody proposes any more is forgotten | no:a/x [ a/x ] +1000 [ ] | a/x | | a/x=a/x |"
            + " never",
        "not while it is too early to be asked | no:a/x [ a/x ] [ ] | a/x | | a/x=a/x | 1000",
        "at once when something changed there | no:a/x [ a/x ] yes:a/x hurry:a [ a/x ] | a/x a/x |"
            + " a/x | | never",
        "not when it did elsewhere | no:a/x [ a/x ] hurry:b [ a/x ] | a/x | | a/x=a/x | 1000",
        "and when something of it was committed | no:a/x [ a/x ] needless:a yes:a/x [ a/x ] |"
            + " a/x a/x | a/x | | never",
        "who was committed is asked for anew | [ a/x committed:a/x a/x ] | a/x a/x | a/x a/x | |"
            + " never",
        "all is forgotten with what was read | no:a/x [ a/x a/y ] clear [ a/x ] | a/x a/x | |"
            + " a/x=a/x a/y=a/x | 1000",
        "no room is told, and tried again | [ full:a/x ] | | | a/x=the DecisionLedger | 1000",
        "later each time | [ full:a/x ] +1000 [ full:a/x ] | | | a/x=the DecisionLedger | 2000",
        "not later because it was asked twice | [ full:a/x full:a/x ] | | | a/x=the DecisionLedger"
            + " | 1000",
        "and no more once there is room | [ full:a/x ] +1000 [ ] | | | a/x=the DecisionLedger |"
            + " never",
        "what is due first counts | no:a/x [ a/x ] +400 [ full:b/y ] | a/x | |"
            + " a/x=a/x b/y=the DecisionLedger | 600",
        "whatever the order of a pass | no:a/x no:a/y [ a/x a/y ] +1000 [ a/y a/x ] yes:a/x +2000"
            + " [ a/y a/x ] | a/x a/y a/y a/x | a/x | a/y=a/y | never",
        "also when who is next is gone before its turn | no:a/x no:a/y [ a/x a/y a/z ] +1000"
            + " [ a/x a/y a/z ] +500 [ a/x a/y ] +1500 [ a/x a/y ] | a/x a/y a/x a/y | |"
            + " a/x=a/x a/y=a/y a/z=a/y | 4000",
        "and whoever comes meanwhile | no:a/x no:a/1 no:a/2 [ a/x a/1 ] +1000 [ a/1 a/2 a/x ]"
            + " +2000 [ a/1 a/2 a/3 a/x ] | a/x a/1 a/2 a/x | |"
            + " a/1=a/1 a/2=a/2 a/3=a/2 a/x=a/x | 4000",
        "as many as the pause had seconds | no:a/1 no:a/2 no:a/3 no:a/4 no:a/5 no:a/6"
            + " [ a/1 a/2 a/3 a/4 a/5 a/6 ] +1000 [ a/1 a/2 a/3 a/4 a/5 a/6 ] +2000"
            + " [ a/1 a/2 a/3 a/4 a/5 a/6 ] | a/1 a/2 a/3 a/4 | |"
            + " a/1=a/1 a/2=a/2 a/3=a/3 a/4=a/4 a/5=a/3 a/6=a/3 | 4000",
        "one where something changed | no:a/x no:a/y [ a/x a/y ] +1000 [ a/x a/y ] hurry:a"
            + " [ a/x a/y ] | a/x a/y a/x | | a/x=a/x a/y=a/y | 1000",
        "a commit without a question is nobody's turn | no:a/x [ a/x a/y ] needless:a [ a/x a/y ] |"
            + " a/x a/y | a/y | a/x=a/x | never",
        "one of a namespace that answers late | late:a hangs:a/x [ a/x a/y ] | a/x | | a/y=full |"
            + " 1000",
        "one at a time there, however long the pause | late:a no:a/x hangs:a/x [ a/x ] answers:a/x"
            + " +1000 hangs:a/x [ a/x a/y ] answers:a/x +2000 hangs:a/x hangs:a/y"
            + " [ a/x a/y ] | a/x a/x a/y | | a/x=a/x a/y=a/x | 0",
        "and who waited goes first there as well | late:a hangs:a/w hangs:a/v hangs:a/x [ a/w a/x ]"
            + " answers:a/w [ a/w committed:a/w a/v a/x ] | a/w a/x | a/w | a/v=full | 1000",
        "who is next there and gone holds up nobody | late:a hangs:a/w hangs:a/v [ a/w a/x ]"
            + " answers:a/w [ a/w committed:a/w a/v ] +1000 [ a/v ] | a/w a/v | a/w | a/x=full |"
            + " never",
        "what would be taken is not asked again while it waits for another | [ a/x ] [ a/x ]"
            + " [ a/x ] | a/x | a/x a/x a/x | | never",
        "so two answers that come late meet | late:a late:b hangs:a/x hangs:b/y [ a/x ] answers:a/x"
            + " [ a/x b/y ] answers:b/y [ a/x b/y ] | a/x b/y | a/x a/x b/y | | never",
        "also where it was not proposed in between | [ a/x ] [ ] [ a/x ] | a/x | a/x a/x | | never",
        "but not another decision for it | [ a/x ] grows:a/x [ a/x ] | a/x a/x | a/x a/x | | never",
        "two decisions that take turns are asked once each | [ a/x ] grows:a/x [ a/x ] shrinks:a/x"
            + " [ a/x ] grows:a/x [ a/x ] | a/x a/x | a/x a/x a/x a/x | | never",
        "a refusal of one is a doubt about the other | [ a/x ] grows:a/x no:a/x [ a/x ]"
            + " shrinks:a/x yes:a/x +1000 [ a/x ] | a/x a/x a/x | a/x a/x | | never",
        "nor for long | [ a/x ] +300000 [ a/x ] | a/x a/x | a/x a/x | | never",
        "nor once something changed there | [ a/x ] hurry:a [ a/x ] | a/x a/x | a/x a/x | | never",
        "and it waits where another one was refused since | no:a/y [ a/x ] [ a/y a/x ] | a/x a/y |"
            + " a/x | a/x=a/y a/y=a/y | 1000"
      })
  void asks(
      String why,
      String history,
      @Nullable String questions,
      @Nullable String yes,
      @Nullable String no,
      @Nullable Long until) {
    server.happens(history);
    assertEquals(text(questions), String.join(" ", server.asked), "asked");
    assertEquals(text(yes), String.join(" ", server.taken), "taken");
    StringBuilder others = new StringBuilder();
    server.told.forEach((name, words) -> others.append(' ').append(name).append('=').append(words));
    assertEquals(text(no), others.toString().trim(), "told");
    Duration left = server.dryRuns.untilRetry(namespace -> true);
    assertEquals(until, left == null ? null : left.toMillis(), "milliseconds");
  }

  /** Where more wait for each other than are remembered, none of them is forgotten meanwhile. */
  @Test
  void manyAreAskedOnceInAPass() {
    String all =
        IntStream.rangeClosed(0, DryRuns.MOST_TAKEN)
            .mapToObj(i -> "a/" + i)
            .collect(Collectors.joining(" "));
    server.happens("[ " + all + " " + all + " ]");
    assertEquals(all, String.join(" ", server.asked), "asked");
    server.asked.clear();
    server.happens("[ a/0 a/1 ]");
    assertEquals("a/0", String.join(" ", server.asked), "the one that was answered first");
  }

  private static String text(@Nullable String cell) {
    return cell == null ? "" : cell;
  }
}
