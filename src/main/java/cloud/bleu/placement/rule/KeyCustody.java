package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.Territory;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.offering.ClaimedClass;
import cloud.bleu.placement.offering.UnclaimedStorage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys of what the workload claims are held by somebody that is accepted: against the provider
 * itself only encryption under the customer's control helps (SecNumCloud 3.3.2). So are those of
 * what its backups are written to.
 */
public record KeyCustody() implements ZoneRule {

  private static final List<String> CUSTOMER = List.of(Zone.KeyCustody.CustomerExternal.name());

  private static final Declaration DECLARATION =
      new Declaration(
              "key-custody",
              "The keys of every storage class that the workload claims are held by an accepted custodian.",
              List.of(
                  RuleParameter.of("accept", RuleParameter.Type.TextList, "Who may hold the keys.")
                      .looserWith(RuleParameter.Looser.More)
                      .oneOf(
                          Arrays.stream(Zone.KeyCustody.values())
                              .map(Zone.KeyCustody::name)
                              .toArray(String[]::new))
                      .orElse("[CustomerExternal]")
                      .mustBeGiven()),
              List.of("3.3.2"),
              List.of(
                  "KeyCustodyNotAccepted",
                  "KeyCustodyUnknown",
                  "NotEncrypted",
                  "StorageClassUnknown",
                  "StorageElsewhere",
                  "StorageUnseen"))
          .reading("AvailabilityZone.spec.storage");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public List<String> requirements(Parameters parameters) {
    return parameters.texts("accept", CUSTOMER).equals(CUSTOMER)
        ? DECLARATION.requirements()
        : List.of();
  }

  @Override
  public Object about(Workload workload) {
    return List.of(workload.closure().claims(), workload.closure().content());
  }

  @Override
  public Verdict evaluate(Question question) {
    List<String> accepted = question.parameters().texts("accept", CUSTOMER);
    if (question.link() == Link.BackupZone) {
      return unclaimed(accepted).ofBackups(question);
    }
    Closure.Content content = question.workload().closure().content();
    if (content == Closure.Content.OthersPods) {
      return Verdict.unknown(
          "StorageUnseen", Origin.Assumed, Message.of("storage.unseen"), Message.of("do.govern"));
    }
    if (content != Closure.Content.Template) {
      return unclaimed(accepted).ofUnseen(question);
    }
    List<ClaimedClass> claims = ClaimedClass.of(question);
    if (claims.isEmpty()) {
      return Verdict.notApplicable(Message.of("storage.none"));
    }
    return ofClaims(claims, accepted, ClaimedClass.origin(question));
  }

  private static Verdict ofClaims(List<ClaimedClass> claims, List<String> accepted, Origin origin) {
    List<Message> plain = new ArrayList<>();
    List<Message> refused = new ArrayList<>();
    List<Message> doubtful = new ArrayList<>();
    for (ClaimedClass claim : claims) {
      Zone.StorageClass found = claim.found();
      if (found == null) {
        continue;
      }
      if (Boolean.FALSE.equals(found.encrypted())) {
        plain.add(claim.name());
      } else if (found.keyCustody() == null) {
        doubtful.add(claim.name());
      } else if (!accepted.contains(found.keyCustody().name())) {
        refused.add(Message.of("custody.of", "class", claim.name(), "custody", found.keyCustody()));
      }
    }
    if (!plain.isEmpty()) {
      return Verdict.reject(
          "NotEncrypted",
          origin,
          Message.of("custody.noKeys", "classes", plain),
          Message.of("do.encryptedClass"));
    }
    if (!refused.isEmpty()) {
      return Verdict.reject(
          "KeyCustodyNotAccepted",
          origin,
          Message.of(
              "custody.refused", "classes", refused, "accepted", Territory.inOrder(accepted)),
          Message.of("do.classWithKeys"));
    }
    Verdict unknown = ClaimedClass.unknown(claims, origin);
    if (unknown != null) {
      return unknown;
    }
    if (!doubtful.isEmpty()) {
      return Verdict.unknown(
          "KeyCustodyUnknown",
          origin,
          Message.of("custody.unknown", "classes", doubtful),
          Message.of("do.stateKeyCustody"));
    }
    return Verdict.pass(origin, Message.of("custody.holds"));
  }

  private static UnclaimedStorage unclaimed(List<String> accepted) {
    return new UnclaimedStorage(
        c -> {
          if (Boolean.FALSE.equals(c.encrypted())) {
            return false;
          }
          return c.keyCustody() == null ? null : accepted.contains(c.keyCustody().name());
        },
        "custody.notAccepted",
        "custody.mayNotBeAccepted",
        "KeyCustodyNotAccepted",
        "KeyCustodyUnknown",
        Message.of("do.zoneAllKeys", "accepted", Territory.inOrder(accepted)));
  }
}
