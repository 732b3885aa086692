package cloud.bleu.placement.rule;

import cloud.bleu.placement.ClaimedClass;
import cloud.bleu.placement.Origin;
import cloud.bleu.placement.Parameters;
import cloud.bleu.placement.RuleParameter;
import cloud.bleu.placement.Territory;
import cloud.bleu.placement.Verdict;
import cloud.bleu.placement.Workload;
import cloud.bleu.placement.Zone;
import cloud.bleu.placement.ZoneRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The keys of what the workload claims are held by somebody that is accepted: against the provider
 * itself only encryption under the customer's control helps (SecNumCloud 3.3.2).
 */
public record KeyCustody() implements ZoneRule {

  private static final List<String> CUSTOMER = List.of(Zone.KeyCustody.CustomerExternal.name());

  private static final Declaration DECLARATION =
      new Declaration(
              "key-custody",
              "The keys of every storage class that the workload claims are in accepted hands.",
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
                  "StorageClassUnknown"))
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
    return workload.closure().claims();
  }

  @Override
  public Verdict evaluate(Question question) {
    List<ClaimedClass> claims = ClaimedClass.of(question);
    if (claims.isEmpty()) {
      return Verdict.notApplicable("the workload claims no storage");
    }
    List<String> accepted = question.parameters().texts("accept", CUSTOMER);
    Origin origin = ClaimedClass.origin(question);
    List<String> plain = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    List<String> doubtful = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (ClaimedClass claim : claims) {
      Zone.StorageClass found = claim.found();
      if (found == null) {
        unknown.add(claim.name());
      } else if (Boolean.FALSE.equals(found.encrypted())) {
        plain.add(claim.name());
      } else if (found.keyCustody() == null) {
        doubtful.add(claim.name());
      } else if (!accepted.contains(found.keyCustody().name())) {
        refused.add(claim.name() + " (" + found.keyCustody() + ")");
      }
    }
    if (!plain.isEmpty()) {
      return Verdict.reject(
          "NotEncrypted",
          origin,
          String.join(", ", plain) + " is not encrypted, so nobody holds keys",
          "use a class that is");
    }
    if (!refused.isEmpty()) {
      return Verdict.reject(
          "KeyCustodyNotAccepted",
          origin,
          "the keys are not in accepted hands: "
              + String.join(", ", refused)
              + ", accepted: "
              + Territory.listed(accepted),
          "use a class whose keys are");
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
          "KeyCustodyUnknown",
          origin,
          "it is not known who holds the keys of " + String.join(", ", doubtful),
          "state keyCustody in spec.storage.classes of the zone");
    }
    return Verdict.pass(origin, "the keys of what the workload claims are in accepted hands");
  }
}
