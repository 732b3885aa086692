package cloud.bleu.placement.problem;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each value of a scope that an entry names is an event, and so is each single zone inside one of
 * them; the same zones named twice are one event with the stricter entry.
 */
class LossEventsTest {

  /** z1 and z2 share site a, z1 to z3 region r; z1 and z4 flood together, z2 does not flood. */
  private static EstateBuilder zones() {
    return estate()
        .zone(
            zone("z1").site("a").region("r").hazard("flood", "seine"),
            zone("z2").site("a").region("r").hazard("flood", "None"),
            zone("z3").site("b").region("r"),
            zone("z4").site("c").region("s").hazard("flood", "seine"));
  }

  private static CompiledEstate compiled(WorkloadBuilder... workloads) {
    return new CompiledEstate(new Topology(zones().workload(workloads).build()), null);
  }

  private static Scope scope(String name) {
    return name.equals("flood") ? Scope.hazard("flood") : new Scope(name);
  }

  private static ProtectedEvent[] events(String scopes) {
    WorkloadBuilder one = workload("a");
    for (String name : scopes.split(" ")) {
      one.tolerate(scope(name));
    }
    return compiled(one).compiledWorkloads.get(0).protectedEvents.list;
  }

  /** {@code site a=z1+z2}: the name and the zones. */
  private static String shown(ProtectedEvent[] events) {
    return Arrays.stream(events)
        .map(
            e ->
                e.event
                    + "="
                    + Arrays.stream(e.members)
                        .mapToObj(z -> "z" + (z + 1))
                        .collect(Collectors.joining("+")))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Zone | zone z1=z1, zone z2=z2, zone z3=z3, zone z4=z4",
        // a site of one zone is that zone; z1 and z2 may be lost by themselves
        "Site | site a=z1+z2, site b=z3, site c=z4, zone z1=z1, zone z2=z2",
        "Region | region r=z1+z2+z3, region s=z4, zone z1=z1, zone z2=z2, zone z3=z3",
        "Region Site | region r=z1+z2+z3, region s=z4, site a=z1+z2, site b=z3, zone z1=z1, zone z2=z2",
        "Site Zone | site a=z1+z2, site b=z3, site c=z4, zone z1=z1, zone z2=z2",
        "Zone Site | site a=z1+z2, zone z1=z1, zone z2=z2, zone z3=z3, zone z4=z4",
        // None is exposed to nothing; what states no value shares one that nobody knows
        "flood | failureDomains/flood ?=z3, failureDomains/flood seine=z1+z4, zone z1=z1, zone z4=z4",
      })
  void whatIsProtectedAgainst(String scopes, String expected) {
    assertEquals(expected, shown(events(scopes)));
  }

  @ParameterizedTest
  @CsvSource({
    "1, Reserved, true, 2, BestEffort, true,   2, 2, Reserved, true",
    "2, BestEffort, true, 1, None, true,       2, 2, BestEffort, false",
    "3, None, true, 0, None, true,             3, 3, None, false",
    "1, Reserved, false, 2, BestEffort, true,  2, 2, Reserved, false",
    "3, BestEffort, false, 1, Reserved, true,  3, 1, Reserved, true",
    "3, Reserved, false, 1, Reserved, true,    3, 1, Reserved, true",
  })
  void theSameZonesNamedTwice(
      int keepZone,
      Recover recoverZone,
      boolean hardZone,
      int keepSite,
      Recover recoverSite,
      boolean hardSite,
      int keep,
      int hardKeep,
      Recover recover,
      boolean hardReserved) {
    WorkloadBuilder one =
        workload("a")
            .tolerate(Scope.ZONE, keepZone, recoverZone, hardZone)
            .tolerate(Scope.SITE, keepSite, recoverSite, hardSite);
    ProtectedEvent z3 = compiled(one).compiledWorkloads.get(0).protectedEvents.around(2)[0];
    assertArrayEquals(new int[] {2}, z3.members);
    assertEquals(keep, z3.keep);
    assertEquals(hardKeep, z3.hardKeep);
    assertEquals(recover, z3.recover);
    assertEquals(hardReserved, z3.hardReserved);
  }

  /** An event of somebody else's is answered with the smallest event around it, or not at all. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "Region | Site | site a | region r",
        "Region | Site | site c | region s",
        "Region | Zone | zone z2 | zone z2",
        "Region Site | Zone | zone z1 | zone z1",
        "Site | Region | region r | -",
        "Zone | Site | site a | -",
        "Site | flood | failureDomains/flood seine | -",
        "Region | flood | failureDomains/flood ? | zone z3",
      })
  void eventsOfOthers(String own, String others, String happens, String answer) {
    WorkloadBuilder one = workload("a");
    WorkloadBuilder other = workload("b");
    Arrays.stream(own.split(" ")).forEach(s -> one.tolerate(scope(s)));
    Arrays.stream(others.split(" ")).forEach(s -> other.tolerate(scope(s)));
    CompiledEstate compiled = compiled(one, other);
    int event =
        Arrays.stream(compiled.compiledWorkloads.get(1).protectedEvents.list)
            .filter(e -> e.event.toString().equals(happens))
            .mapToInt(e -> e.ofEstate)
            .findFirst()
            .orElseThrow();
    LossEvents.ProtectedEvents protectedEvents = compiled.compiledWorkloads.get(0).protectedEvents;
    int answering = protectedEvents.answering(event);
    assertEquals(answer, answering < 0 ? null : protectedEvents.list[answering].event.toString());
  }

  /** Region q and a flood are as large around site a. */
  @ParameterizedTest
  @CsvSource({"Region flood, region q", "flood Region, failureDomains/flood rhone"})
  void ofEventsOfOneSizeTheFirstEntryAnswers(String own, String answer) {
    WorkloadBuilder one = workload("a");
    Arrays.stream(own.split(" ")).forEach(s -> one.tolerate(scope(s)));
    CompiledEstate compiled =
        new CompiledEstate(
            new Topology(
                estate()
                    .zone(
                        zone("z1").site("a").region("q").hazard("flood", "rhone"),
                        zone("z2").site("a").region("q").hazard("flood", "rhone"),
                        zone("z3").site("b").region("q").hazard("flood", "None"),
                        zone("z4").site("c").region("s").hazard("flood", "rhone"))
                    .workload(one, workload("b").tolerate(Scope.SITE))
                    .build()),
            null);
    LossEvents.ProtectedEvents protectedEvents = compiled.compiledWorkloads.get(0).protectedEvents;
    BitSet site = new BitSet();
    site.set(0, 2);
    int answering = protectedEvents.answering(compiled.events.number(site));
    assertEquals(answer, protectedEvents.list[answering].event.toString());
  }

  @Test
  void eventsAreNumberedOnceForAll() {
    CompiledEstate compiled =
        compiled(workload("a").tolerate(Scope.SITE), workload("b").tolerate(Scope.ZONE));
    assertEquals(5, compiled.events.count(), "z1 to z4, and z1 with z2");
  }
}
