package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.zones;
import static cloud.bleu.placement.Specified.a;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 8 of the placement semantics: what cannot be placed is explained. */
class EngineAgainstSpecificationExplanationTest {

  private static EstateBuilder three() {
    return estate().zones(100, "z1", "z2", "z3");
  }

  @Test
  void whatCannotBePlacedListsChangesThatWereTried() {
    EstateBuilder e = estate().zones(2, "z1").workload(a(3));
    Decision d = a(e);
    assertEquals(
        List.of(new Decision.Relaxation(List.of(change("replicas", "3", "2")))),
        d.relax().stream().map(EngineAgainstSpecificationExplanationTest::shortPaths).toList());
    assertTrue(d.relaxComplete());
  }

  @Test
  void aRelaxationIsMinimalAndOrderedBySizeFirst() {
    Decision d =
        a(
            estate()
                .zones(9, "z1", "z2")
                .workload(
                    a(3).spread(Scope.ZONE, 3, null, 1, true)
                        .tolerate(Scope.ZONE, 2, Recover.None, true)));
    assertEquals("", zones(d));
    assertFalse(d.relax().isEmpty());
    int size = 1;
    for (Decision.Relaxation r : d.relax()) {
      assertTrue(r.changes().size() >= size);
      size = r.changes().size();
      for (Decision.Relaxation other : d.relax()) {
        assertTrue(
            other == r || !r.changes().containsAll(other.changes()), r + " contains " + other);
      }
    }
  }

  @Test
  void rulesThatCannotBeWaivedAreNeverInARelaxation() {
    Decision d = a(three().workload(a(1).only("elsewhere")));
    assertEquals(List.of(), d.relax());
  }

  private static Decision.Relaxation shortPaths(Decision.Relaxation r) {
    return new Decision.Relaxation(
        r.changes().stream()
            .map(c -> change(c.path().replaceFirst("^spec\\.", ""), c.from(), c.to()))
            .toList());
  }

  private static Decision.Change change(String path, String from, String to) {
    return new Decision.Change(path, from, to);
  }
}
