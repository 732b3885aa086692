package cloud.bleu.placement.constraint;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.Specified;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is tolerated now: where room is asked for, all that a loss takes has a new place. */
class ToleratedLossesTest {

  /** Six replicas in one zone, beside one with room for some of them. */
  @ParameterizedTest
  @CsvSource({
    "Reserved, 6, true",
    "Reserved, 5, false",
    "Reserved, 1, false",
    "BestEffort, 6, false",
    "None, 6, false",
  })
  void allHaveAPlaceOrNone(Recover recover, int room, boolean tolerated) {
    Estate estate =
        estate()
            .zone(zone("z1").cpu(10), zone("z2").cpu(room))
            .workload(Specified.a(6).tolerate(Scope.ZONE, 0, recover, false))
            .running("a", "z1", 6)
            .build();
    assertEquals(tolerated, tolerated(estate).contains(Scope.ZONE));
  }

  /** What the loss of a zone leaves counts only where nothing is asked for the rest of it. */
  @ParameterizedTest
  @CsvSource({"Reserved, 5, true", "Reserved, 3, false", "BestEffort, 3, true", "None, 3, true"})
  void whatIsLeftIsNotEnoughWhereRoomIsAskedFor(Recover recover, int room, boolean tolerated) {
    Estate estate =
        estate()
            .zone(zone("z1").cpu(room), zone("z2").cpu(room))
            .workload(Specified.a(4).tolerate(Scope.ZONE, 0, recover, false))
            .running("a", "z1", 2, "z2", 2)
            .build();
    assertEquals(tolerated, tolerated(estate).contains(Scope.ZONE));
  }

  /**
   * Six replicas in z1, and z3 elsewhere with room for some of them; z2 is beside z1 on a site, or
   * alone, and in its region. What is asked of a loss is asked of those that take the same zones,
   * and of smaller ones inside. One that takes more, and of which nobody asks anything, is not
   * tolerated where a smaller one is not.
   */
  @ParameterizedTest
  @CsvSource({
    // asked, room of z3, where z2 lies; what is tolerated of Zone, Site and Region
    "zone, 6, alone, Zone Site",
    "zone, 5, alone, ''",
    "zone, 6, beside, Zone",
    "zone, 5, beside, ''",
    "site, 6, alone, Zone Site",
    "site, 5, alone, ''",
    "site, 6, beside, Zone Site Region",
    "site, 5, beside, ''",
    "region, 6, beside, Zone Site Region",
    "region, 5, beside, ''",
  })
  void whatIsAskedOfALossIsAskedOfAllThatTakeTheSame(
      String asked, int room, String second, String tolerated) {
    Scope scope =
        "zone".equals(asked) ? Scope.ZONE : "site".equals(asked) ? Scope.SITE : Scope.REGION;
    Estate estate =
        estate()
            .zone(
                zone("z1").cpu(6).site("s1").region("r1"),
                zone("z2").cpu(0).site("beside".equals(second) ? "s1" : "s2").region("r1"),
                zone("z3").cpu(room).site("s3").region("r2"))
            .workload(Specified.a(6).tolerate(scope, 0, Recover.Reserved, false))
            .running("a", "z1", 6)
            .build();
    assertEquals(tolerated, names(estate));
  }

  /**
   * Where a zone is to leave so many, its site leaves fewer, and that of another zone is enough.
   */
  @ParameterizedTest
  @CsvSource({
    "Zone, 2, Zone Site",
    "Zone, 3, ''",
    "Site, 1, Zone Site",
    // the loss of one zone of a site is one that Site names
    "Site, 2, Zone",
    "Site, 3, ''",
  })
  void whatIsToBeKept(String scope, int keep, String tolerated) {
    Estate estate =
        estate()
            .zone(zone("z1").site("s1"), zone("z2").site("s1"), zone("z3").site("s3"))
            .workload(
                Specified.a(4)
                    .tolerate(
                        "Zone".equals(scope) ? Scope.ZONE : Scope.SITE,
                        keep,
                        Recover.BestEffort,
                        false))
            .running("a", "z1", 2, "z2", 1, "z3", 1)
            .build();
    assertEquals(tolerated, names(estate));
  }

  /**
   * Of a region is asked that all of it starts elsewhere, and of a site that most of it is left:
   * who lost a zone has that no more, and survives the loss of its region as it asks.
   */
  @Test
  void aLossThatIsNamedDoesWhatIsAskedOfIt() {
    Estate estate =
        estate()
            .zone(
                zone("z1").cpu(9).site("s1").region("r1"),
                zone("z2").cpu(9).site("s2").region("r1"),
                zone("z3").cpu(9).site("s3").region("r2"))
            .workload(
                Specified.a(9)
                    .tolerate(Scope.SITE, 6, Recover.Reserved, false)
                    .tolerate(Scope.REGION, 0, Recover.Reserved, false))
            .running("a", "z1", 5, "z2", 4)
            .build();
    assertEquals("Region", names(estate));
  }

  /**
   * Each zone has its room, and both zones of a site are in use: nobody asks for room at the loss
   * of both, so that one is left is enough.
   */
  @Test
  void ofWhatNobodyAsksOneIsLeft() {
    Estate estate =
        estate()
            .zone(
                zone("z1").cpu(2).site("s1"),
                zone("z2").cpu(2).site("s1"),
                zone("z3").cpu(2).site("s3"))
            .workload(Specified.a(3).tolerate(Scope.ZONE, 0, Recover.Reserved, true))
            .running("a", "z1", 1, "z2", 1, "z3", 1)
            .build();
    assertEquals("Zone Site", names(estate));
  }

  /** What is said to be tolerated of a loss, where the smaller one inside is not, is found. */
  @Test
  void aClaimAboutMoreThanWhatIsNotToleratedIsFound() {
    Estate estate =
        estate()
            .zones(3, "z1", "z2")
            .workload(Specified.a(4).tolerate(Scope.ZONE, 0, Recover.Reserved, false))
            .running("a", "z1", 2, "z2", 2)
            .build();
    Plans.Draft draft = Plans.decided("a").in("z1", 2).in("z2", 2);
    assertTrue(Plans.codes(estate, draft.tolerates(Scope.SITE)).contains("ToleranceFalse"));
  }

  /** One of two that the loss takes has no place: to call that tolerated is false. */
  @Test
  void aClaimThatLeavesOneOutIsFound() {
    Estate estate =
        estate()
            .zones(3, "z1", "z2")
            .workload(Specified.a(4).tolerate(Scope.ZONE, 0, Recover.Reserved, false))
            .running("a", "z1", 2, "z2", 2)
            .build();
    Plans.Draft draft = Plans.decided("a").in("z1", 2).in("z2", 2);
    assertFalse(Plans.codes(estate, draft).contains("ToleranceFalse"));
    assertTrue(Plans.codes(estate, draft.tolerates(Scope.ZONE)).contains("ToleranceFalse"));
  }

  private static String names(Estate estate) {
    return tolerated(estate).stream()
        .map(Scope::name)
        .filter(name -> !"Provider".equals(name))
        .collect(Collectors.joining(" "));
  }

  /** The scopes that are tolerated, by the plan as it was proposed. */
  private static List<Scope> tolerated(Estate estate) {
    Plan plan = Planner.propose(estate, Map.of());
    assertEquals(List.of(), Checker.check(estate, plan));
    return Estates.of(plan, "a").tolerates().stream().map(Decision.Tolerance::scope).toList();
  }
}
