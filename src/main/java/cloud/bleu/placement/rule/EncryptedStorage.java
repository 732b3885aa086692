package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.offering.ClaimedClass;
import cloud.bleu.placement.offering.UnclaimedStorage;
import java.util.ArrayList;
import java.util.List;

/**
 * Whatever the workload claims is encrypted at rest in the zone (SecNumCloud 10.1.a), and so is
 * what its backups are written to. Paths of the node are claims of no class; emptyDir and what
 * containers write beside their volumes is not seen.
 */
public record EncryptedStorage() implements ZoneRule {

  private static final Declaration DECLARATION =
      new Declaration(
              "encrypted-storage",
              "Every storage class that the workload claims is encrypted in the zone.",
              List.of(),
              List.of("10.1.a"),
              List.of(
                  "EncryptionUnknown",
                  "NotEncrypted",
                  "StorageClassUnknown",
                  "StorageElsewhere",
                  "StorageUnseen"))
          .reading("AvailabilityZone.spec.storage");

  private static final UnclaimedStorage UNCLAIMED =
      new UnclaimedStorage(
          Zone.StorageClass::encrypted,
          "storage.notEncrypted",
          "storage.mayNotBeEncrypted",
          "NotEncrypted",
          "EncryptionUnknown",
          Message.of("do.zoneAllEncrypted"));

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public Object about(Workload workload) {
    return List.of(workload.closure().claims(), workload.closure().content());
  }

  @Override
  public Verdict evaluate(Question question) {
    if (question.link() == Link.BackupZone) {
      return UNCLAIMED.ofBackups(question);
    }
    Closure.Content content = question.workload().closure().content();
    if (content == Closure.Content.AdmittedPods) {
      return Verdict.notEvaluated(Message.of("storage.admitted"));
    }
    if (content == Closure.Content.OthersPods) {
      return Verdict.unknown(
          "StorageUnseen", Origin.Assumed, Message.of("storage.unseen"), Message.of("do.govern"));
    }
    if (content == Closure.Content.External) {
      return UNCLAIMED.ofUnseen(question);
    }
    List<ClaimedClass> claims = ClaimedClass.of(question);
    if (claims.isEmpty()) {
      return Verdict.notApplicable(Message.of("storage.none"));
    }
    Origin origin = ClaimedClass.origin(question);
    List<Message> plain = new ArrayList<>();
    List<Message> doubtful = new ArrayList<>();
    for (ClaimedClass claim : claims) {
      if (claim.found() == null) {
        continue;
      }
      if (claim.found().encrypted() == null) {
        doubtful.add(claim.name());
      } else if (!claim.found().encrypted()) {
        plain.add(claim.name());
      }
    }
    if (!plain.isEmpty()) {
      return Verdict.reject(
          "NotEncrypted",
          origin,
          Message.of("storage.notEncrypted", "classes", plain),
          Message.of("do.encryptedClass"));
    }
    Verdict unknown = ClaimedClass.unknown(claims, origin);
    if (unknown != null) {
      return unknown;
    }
    if (!doubtful.isEmpty()) {
      return Verdict.unknown(
          "EncryptionUnknown",
          origin,
          Message.of("storage.encryptionUnknown", "classes", doubtful),
          Message.of("do.stateEncrypted"));
    }
    return Verdict.pass(origin, Message.of("storage.encrypted"));
  }
}
