package cloud.bleu.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.DecisionLedger;
import cloud.bleu.api.v1alpha1.DecisionLedgerSpec;
import cloud.bleu.apiserver.Refusal;
import cloud.bleu.apiserver.Retries;
import cloud.bleu.apiserver.StillClock;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a ledger that is stored otherwise than it was sent, and for how long. */
class LedgerAlterationTest {
  private final StillClock time = new StillClock();
  private final LedgerAlteration alteration =
      new LedgerAlteration(List.of("signed", "moves"), time::nanos);

  /**
   * A ledger as its words say: {@code entry}, or {@code moved}, which is another one of the same
   * number, either of them with a home of its own, and annotations, such as {@code signed=1}.
   */
  private static DecisionLedger ledger(String words) {
    Map<String, String> annotations = new TreeMap<>();
    String entries = "";
    for (String word : words.split(" ")) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        annotations.put(word.substring(0, equals), word.substring(equals + 1));
      } else if (!word.isEmpty()) {
        entries =
            "{sequence: 1, workload: {namespace: shop, name: web, uid: u}, cause: InputChanged,"
                + " assignments: [{zone: "
                + word.replace("+home", ", home: 2")
                + ", replicas: 1}]}";
      }
    }
    DecisionLedger ledger = new DecisionLedger();
    ledger.setMetadata(
        new ObjectMetaBuilder().withName("decisions").withAnnotations(annotations).build());
    ledger.setSpec(
        Serialization.unmarshal(
            "---\n{sequence: 1, entries: [" + entries + "], records: []}",
            DecisionLedgerSpec.class));
    return ledger;
  }

  private String told() {
    Refusal told = alteration.told();
    return told == null ? "" : told.sentence();
  }

  @Test
  void nothingIsToldBeforeAnythingIsStored() {
    assertNull(alteration.told());
    assertNull(alteration.untilAsked());
    assertNull(alteration.question(ledger("entry")));
  }

  @ParameterizedTest
  @CsvSource({
    // what was sent, what is stored; which part is told of
    "'', '', ''",
    "entry, entry, ''",
    "entry, moved, spec.entries",
    "entry, '', spec.entries",
    "'', entry, spec.entries",
    // what is absent says something, so nothing may be added
    "entry, entry+home, spec.entries[0].assignments[0].home",
    "entry+home, entry, spec.entries[0].assignments[0].home",
    "signed=1, signed=1, ''",
    "signed=1, '', metadata.annotations.signed",
    "signed=1, signed=2, metadata.annotations.signed",
    "'', signed=1, metadata.annotations.signed",
    // what others write beside it is theirs
    "'', other=1, ''",
    "other=1, '', ''",
    // the first of several
    "signed=1 moves=1, '', metadata.annotations.signed",
    "signed=1 moves=1, signed=1, metadata.annotations.moves",
    "entry signed=1, moved, spec.entries",
  })
  void whatIsTold(String sent, String stored, String part) {
    alteration.compare(ledger(sent), ledger(stored));
    assertEquals(part.isEmpty(), alteration.isKept(ledger(sent), ledger(stored)));
    assertEquals(part.isEmpty(), told().isEmpty());
    assertTrue(told().contains(part), told());
    assertEquals(part.isEmpty() ? null : Retries.FIRST, alteration.untilAsked());
  }

  /** It is over with something that is kept, if there is that in it which was changed. */
  @ParameterizedTest
  @CsvSource({
    // what was sent and stored in its place, what is stored as it was sent then; over
    "entry, moved, entry, true",
    "entry, moved, moved, true",
    "entry, moved, '', false",
    "entry, moved, signed=1, false",
    "signed=1, '', signed=2, true",
    "signed=1, '', '', false",
    "signed=1, '', entry, false",
    "signed=1, '', moves=1, false",
    // one that was added is over with what is stored without it
    "'', signed=1, entry, true",
    "'', signed=1, '', false",
  })
  void whenItIsOver(String sent, String stored, String kept, boolean over) {
    alteration.compare(ledger(sent), ledger(stored));
    String told = told();
    alteration.read(ledger(kept), ledger(kept));
    assertEquals(over ? "" : told, told(), "by what is read");
    alteration.compare(ledger(sent), ledger(stored));
    alteration.compare(ledger(kept), ledger(kept));
    assertEquals(over ? "" : told, told(), "by what is written");
    assertEquals(over, alteration.untilAsked() == null);
  }

  /** A server with older kinds tells less than it has, so what is read accuses nobody. */
  @Test
  void whatIsReadOtherwiseIsNotTold() {
    alteration.read(ledger("entry"), ledger("moved"));
    assertEquals("", told());
    alteration.compare(ledger("entry"), ledger("moved"));
    String told = told();
    alteration.read(ledger("moved"), ledger(""));
    assertEquals(told, told());
  }

  /** What was changed is asked for over the newest version, a second later and then less often. */
  @Test
  void question() {
    alteration.compare(ledger("entry signed=1"), ledger("moved"));
    DecisionLedger head = ledger("moves=7");
    head.getMetadata().setResourceVersion("9");
    head.setSpec(new DecisionLedgerSpec(5L, "sha256:5", List.of(), List.of()));
    assertNull(alteration.question(head), "it was stored a moment ago");
    time.pass(Retries.FIRST);
    DecisionLedger question = alteration.question(head);
    assertEquals("9", question.getMetadata().getResourceVersion());
    assertEquals(Map.of("signed", "1"), question.getMetadata().getAnnotations());
    assertEquals(5, question.getSpec().sequence());
    assertEquals("sha256:5", question.getSpec().headHash());
    assertEquals(ledger("entry").getSpec().entries(), question.getSpec().entries());
    assertEquals(Map.of("moves", "7"), head.getMetadata().getAnnotations(), "that stays as it is");
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      alteration.unanswered();
      assertNull(alteration.question(head));
      Duration pause = alteration.untilAsked();
      pauses.add(pause.toSeconds());
      time.pass(pause);
      assertNotNull(alteration.question(head));
    }
    assertEquals(List.of(2L, 4L, 8L, 16L, 30L, 30L, 30L), pauses);
  }

  /**
   * Who changes writes may skip dry runs: that one is kept says something only once one was not.
   */
  @ParameterizedTest
  @CsvSource({
    // what came of questions, one after the other: k is kept, m is moved, - is no answer; told
    "k, true",
    "k k, true",
    "m, true",
    "m k, false",
    "m - k, false",
    "- k, true",
    "m m k, false",
    "k m k, false",
  })
  void answers(String answers, boolean told) {
    alteration.compare(ledger("entry"), ledger("moved"));
    for (String answer : answers.split(" ")) {
      time.pass(Retries.LAST);
      DecisionLedger question = alteration.question(ledger(""));
      switch (answer) {
        case "k" -> alteration.answered(question, question);
        case "m" -> alteration.answered(question, ledger("moved"));
        default -> alteration.unanswered();
      }
    }
    assertEquals(told, !told().isEmpty());
    assertEquals(told, alteration.untilAsked() != null);
  }

  /** A write that is changed again begins anew: what dry runs showed before says nothing of it. */
  @Test
  void writeThatIsChangedBeginsAnew() {
    alteration.compare(ledger("entry"), ledger("moved"));
    time.pass(Retries.FIRST);
    alteration.answered(alteration.question(ledger("")), ledger("moved"));
    alteration.compare(ledger("entry"), ledger("moved"));
    assertEquals(Retries.FIRST, alteration.untilAsked());
    time.pass(Retries.FIRST);
    DecisionLedger question = alteration.question(ledger(""));
    alteration.answered(question, question);
    assertTrue(told().contains("spec.entries"), told());
  }
}
