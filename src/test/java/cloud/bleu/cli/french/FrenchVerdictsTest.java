package cloud.bleu.cli.french;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.ExplanationWords;
import cloud.bleu.placement.explain.GroupedVerdict;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Answers of rules in French. */
class FrenchVerdictsTest {
  private final FrenchVerdicts verdicts = new FrenchVerdicts(ExplanationWords.FRENCH);

  private static Verdict verdict(Message finding, String zone) {
    return new Verdict(
        Verdict.Result.Reject,
        "ZoneNotAllowed",
        Origin.Enforced,
        finding,
        "zones",
        "p",
        zone,
        BoundRule.Action.Enforce,
        List.of());
  }

  private static Message notAllowed(String zone) {
    return Message.of("name.notAllowed", "kind", "zone", "name", zone, "allowed", List.of("a"))
        .advising(Message.of("do.oneOfThese"));
  }

  private static GroupedVerdict grouped(Verdict... all) {
    TreeSet<String> zones = new TreeSet<>();
    List.of(all).forEach(v -> zones.add(v.zone()));
    return new GroupedVerdict(all[0], List.of(all), all[0].message(), List.of(), zones);
  }

  /** Whoever may read one namespace has no facts, only what the operator wrote in a status. */
  @Test
  void whatIsOnlyRecordedStandsInQuotationMarks() {
    assertEquals(
        "ZoneNotAllowed : « zone b is not among a; use a zone of one of these ».",
        verdicts.line(
            grouped(
                verdict(
                    Message.recorded("zone b is not among a; use a zone of one of these"), "b"))));
  }

  @Test
  void zonesOfWhichTheSameIsSaidShareOneEntry() {
    assertEquals(
        """
          ZoneNotAllowed : La zone n'est pas parmi a ; choisissez une zone de cette liste.
            règle zones de p, imposée, vérifié par l'opérateur : b, b-2
        """,
        verdicts.text(
            List.of(grouped(verdict(notAllowed("b"), "b"), verdict(notAllowed("b-2"), "b-2")))));
  }

  /** The name of another zone that begins like its own is left as it is. */
  @Test
  void onlyItsOwnNameIsLeftOut() {
    assertEquals(
        "ZoneNotAllowed : La zone b-2 n'est pas parmi a ; choisissez une zone de cette liste.",
        verdicts.line(grouped(verdict(notAllowed("b-2"), "b"))));
  }
}
