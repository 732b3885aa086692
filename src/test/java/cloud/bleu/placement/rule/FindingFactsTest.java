package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.message.MessageFacts;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What rules find is said with the facts that the sentences of both languages are about. */
class FindingFactsTest {
  private static final int QUESTIONS = 400;

  @Test
  void everyFindingHasTheFactsOfItsSentence() {
    TreeSet<String> wrong = new TreeSet<>();
    for (ZoneRule rule : Catalogue.rules()) {
      for (int seed = 0; seed < QUESTIONS; seed++) {
        RandomCase random = new RandomCase(seed);
        Case c = random.next();
        Verdict verdict = rule.evaluate(c.question(random.parameters(rule.declaration())));
        wrong.addAll(MessageFacts.wrong(verdict.finding()));
        if (verdict.finding().isRecorded()) {
          wrong.add(rule.declaration().id() + " says " + verdict.message() + " without facts");
        }
        if (MessageBundle.FRENCH.text(verdict.finding()).contains("«")) {
          wrong.add(rule.declaration().id() + " quotes " + verdict.message());
        }
      }
    }
    assertEquals(Set.of(), wrong);
  }
}
