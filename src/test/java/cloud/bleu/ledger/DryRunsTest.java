package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.apiserver.NamespaceWrites;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A row is a history. {@code no:a/x} and {@code yes:a/x}: from now on the server would refuse, or
 * take, the placement of {@code x} in the namespace {@code a}. {@code [} and {@code ]} begin and
 * end a pass, between them names are proposed in their order; {@code +500} is half a second that
 * passes.
 */
class DryRunsTest {
  private final NamespaceWrites writes = new NamespaceWrites(null);
  private final Set<String> refusing = new HashSet<>();
  private final Set<WorkloadId> full = new HashSet<>();

  /** What the server was asked, what it would take, and what was told of the others. */
  private final List<String> asked = new ArrayList<>();

  private final List<String> taken = new ArrayList<>();
  private final Map<String, String> told = new TreeMap<>();
  private long millis;
  private final DryRuns dryRuns =
      new DryRuns(this::ask, writes, this::answer, () -> Duration.ofMillis(millis).toNanos());

  @AfterEach
  void stop() {
    writes.close();
  }

  private synchronized @Nullable Refusal ask(ProposedDecision change) {
    String name = change.id().namespace() + "/" + change.id().name();
    asked.add(name);
    return refusing.contains(name)
        ? new Refusal(403, Refusal.Source.Quota, "ResourceQuota small", name)
        : null;
  }

  private @Nullable Refusal answer(String namespace, Supplier<Optional<Refusal>> answer) {
    return answer.get().orElse(null);
  }

  private void happens(String history) {
    for (String step : history.trim().split(" +")) {
      String name = step.substring(step.indexOf(':') + 1);
      switch (step.split(":")[0]) {
        case "no" -> refusing.add(name);
        case "yes" -> refusing.remove(name);
        case "[" -> dryRuns.begin();
        case "]" -> {
          dryRuns.end(full::contains);
          full.clear();
        }
        case "needless" -> dryRuns.needless(name);
        case "hurry" -> dryRuns.hurry(name::equals);
        case "committed" -> dryRuns.committed(id(name));
        case "clear" -> dryRuns.clear();
        case "full" -> {
          told.put(name, dryRuns.full(id(name)).by());
          full.add(id(name));
        }
        default -> propose(step);
      }
    }
  }

  private void propose(String step) {
    if (step.startsWith("+")) {
      millis += Long.parseLong(step.substring(1));
      return;
    }
    told.remove(step);
    if (dryRuns.isTaken(change(id(step)), (id, why) -> told.put(step, why.words()))) {
      taken.add(step);
    }
  }

  private static WorkloadId id(String text) {
    return new WorkloadId(text.split("/")[0], text.split("/")[1]);
  }

  private static ProposedDecision change(WorkloadId id) {
    return new ProposedDecision(
        id, "u", Chain.GENESIS, null, "InputChanged", List.of(), List.of(), 0);
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
            + " [ a/x a/y a/z ] | a/x a/y a/z | a/z | a/x=a/x a/y=a/y | never",
        "and then the first one's again | no:a/x no:a/y [ a/x a/y ] +1000 [ a/x a/y ] +2000"
            + " [ a/x a/y ] | a/x a/y a/x | | a/x=a/x a/y=a/x | 4000",
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
            + " a/x=a/x b/y=the DecisionLedger | 600"
      })
  void asks(
      String why,
      String history,
      @Nullable String questions,
      @Nullable String yes,
      @Nullable String no,
      @Nullable Long until) {
    happens(history);
    assertEquals(text(questions), String.join(" ", asked), "asked");
    assertEquals(text(yes), String.join(" ", taken), "taken");
    StringBuilder others = new StringBuilder();
    told.forEach((name, words) -> others.append(' ').append(name).append('=').append(words));
    assertEquals(text(no), others.toString().trim(), "told");
    Duration left = dryRuns.untilRetry(namespace -> true);
    assertEquals(until, left == null ? null : left.toMillis(), "milliseconds");
  }

  private static String text(@Nullable String cell) {
    return cell == null ? "" : cell;
  }
}
