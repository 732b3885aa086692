package cloud.bleu.evidence.verification;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.ledger.RecordedDays;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.translate.policy.OwnRules;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions on placements that do not have the volumes that the chain recorded. */
class ForgottenVolumesTest {

  private static final KeyPair KEYS = SigningKey.generate();

  @TempDir Path directory;

  /** An older operator, or older kinds, stored the placement without the number of volumes. */
  @Test
  void fewerThanTheChainHasIsANote() throws IOException {
    VerificationReport report = afterVolumes(Map.of("a", 1));
    assertEquals(List.of(), report.faults());
    assertEquals(report.kinds().get("Decision"), report.replayed());
    assertEquals(1, report.remarks().size(), report.remarks().toString());
    String note = report.remarks().get(0);
    assertTrue(note.contains("fewer volumes"), note);
    assertTrue(note.contains("(entry 3) default/db"), note);
  }

  @Test
  void noneWhereTheChainHasSomeIsANote() throws IOException {
    VerificationReport report = afterVolumes(Map.of());
    assertEquals(List.of(), report.faults());
    assertEquals(1, report.remarks().size(), report.remarks().toString());
  }

  @Test
  void asManyAsTheChainHasIsNothing() throws IOException {
    VerificationReport report = afterVolumes(Map.of("a", 3));
    assertEquals(List.of(), report.faults());
    assertEquals(List.of(), report.remarks());
  }

  /** Nothing that an operator does makes volumes of which its decision before did not know. */
  @Test
  void moreThanTheChainHasFails() throws IOException {
    for (Map<String, Integer> more : List.of(Map.of("a", 4), Map.of("a", 1, "b", 1))) {
      VerificationReport report = afterVolumes(more);
      assertEquals(
          List.of(ChainFault.Code.StateDiffers),
          report.faults().stream().map(ChainFault::code).toList(),
          report.faults().toString());
      assertEquals(List.of(), report.remarks());
    }
  }

  /** Three replicas, then one, then two on a placement with these volumes. */
  private VerificationReport afterVolumes(Map<String, Integer> volumes) throws IOException {
    Path export = directory.resolve(volumes.toString().replaceAll("\\W", ""));
    try (ChainExport open = ChainExport.open(export)) {
      RecordedDays days = new RecordedDays(open);
      days.ofStatefulSets();
      for (int replicas : List.of(3, 1)) {
        assertEquals(1, days.pass(replicas(replicas, days.placements())));
      }
      Placement chained = days.placements().get(0);
      assertEquals(Map.of("a", 3), chained.volumes());
      Placement known =
          new Placement(
              chained.id(),
              chained.uid(),
              chained.assignments(),
              chained.contingency(),
              chained.movesInLastHour(),
              new TreeMap<>(volumes));
      assertEquals(1, days.pass(replicas(2, List.of(known))));
      days.sign(SigningKey.signer(SigningKey.pem(KEYS.getPrivate())));
    }
    return Verification.verify(
        export,
        List.of(KEYS.getPublic()),
        List.of(),
        OwnRules::of,
        Instant.parse("2027-06-01T00:00:00Z"));
  }

  private static Estate replicas(int replicas, List<Placement> placements) {
    return estate()
        .zone(zone("a"))
        .workload(workload("db").uid("uid-db").dataBound().abandonVolumesIn("b").replicas(replicas))
        .placement(placements.toArray(Placement[]::new))
        .build();
  }
}
