package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.message.MessageFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a decision says has the facts that the sentences of both languages are about. */
class ReasonMessagesTest {
  private static final int SEEDS = 60;

  @Test
  void everyReasonHasTheFactsOfItsSentence() {
    TreeSet<String> keys = new TreeSet<>();
    TreeSet<String> wrong = new TreeSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      RecordedEstates estates = new RecordedEstates(seed);
      Estate estate = estates.first();
      for (int plan = 0; plan < estates.plans(); plan++) {
        Plan decided = Planner.plan(estate);
        for (Decision decision : decided.decisions()) {
          for (Message finding : findings(decision)) {
            keys.add(finding.fact().key());
            wrong.addAll(MessageFacts.wrong(finding));
            assertTrue(MessageBundle.FRENCH.sentence(finding).endsWith("."));
          }
        }
        estate = estates.next(estate, Estates.inForce(decided), plan);
      }
    }
    assertEquals(Set.of(), wrong);
    assertTrue(keys.size() > 20, keys.toString());
  }

  private static List<Message> findings(Decision decision) {
    List<Message> findings = new ArrayList<>();
    decision.shortfalls().forEach(r -> findings.add(r.finding()));
    if (decision.outcome() instanceof Decision.Outcome.PartlyPlaced partly) {
      findings.add(partly.reason().finding());
    } else if (decision.outcome() instanceof Decision.Outcome.Unplaceable none) {
      findings.add(none.reason().finding());
    }
    decision.rejected().values().stream()
        .flatMap(List::stream)
        .map(Verdict::finding)
        .forEach(findings::add);
    return findings;
  }
}
