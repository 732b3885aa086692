package cloud.bleu.placement.rule;

import cloud.bleu.placement.ClaimedClass;
import cloud.bleu.placement.Origin;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.ZoneRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Whatever the workload claims is encrypted at rest in the zone (SecNumCloud 10.1.a). Paths of the
 * node are claims of no class; emptyDir and what containers write beside their volumes is not seen.
 */
public record EncryptedStorage() implements ZoneRule {

  private static final Declaration DECLARATION =
      new Declaration(
              "encrypted-storage",
              "Every storage class that the workload claims is encrypted in the zone.",
              List.of(),
              List.of("10.1.a"),
              List.of("EncryptionUnknown", "NotEncrypted", "StorageClassUnknown"))
          .reading("AvailabilityZone.spec.storage");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public Object about(Workload workload) {
    return workload.closure().claims();
  }

  @Override
  public Verdict evaluate(Question question) {
    List<ClaimedClass> claims = ClaimedClass.of(question);
    if (claims.isEmpty()) {
      return Verdict.notApplicable("the workload claims no storage");
    }
    Origin origin = ClaimedClass.origin(question);
    List<String> plain = new ArrayList<>();
    List<String> doubtful = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (ClaimedClass claim : claims) {
      if (claim.found() == null) {
        unknown.add(claim.name());
      } else if (claim.found().encrypted() == null) {
        doubtful.add(claim.name());
      } else if (!claim.found().encrypted()) {
        plain.add(claim.name());
      }
    }
    if (!plain.isEmpty()) {
      return Verdict.reject(
          "NotEncrypted",
          origin,
          String.join(", ", plain) + " is not encrypted",
          "use a class that is");
    }
    if (!unknown.isEmpty()) {
      return Verdict.unknown(
          "StorageClassUnknown",
          origin,
          String.join(", ", unknown),
          "state the class in the template, and describe it in spec.storage.classes of the zone");
    }
    if (!doubtful.isEmpty()) {
      return Verdict.unknown(
          "EncryptionUnknown",
          origin,
          "it is not known whether " + String.join(", ", doubtful) + " is encrypted",
          "state encrypted in spec.storage.classes of the zone");
    }
    return Verdict.pass(origin, "every storage class that the workload claims is encrypted");
  }
}
