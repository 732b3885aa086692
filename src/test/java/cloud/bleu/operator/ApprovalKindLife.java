package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.controlplane.UnlockedEdit;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the admission policy asks of who names the statement that is approved, where the kind asks
 * nothing: its own rules refuse most of this first, and would hide a policy that lets it pass.
 */
abstract class ApprovalKindLife {

  private static final String APPROVED = "\"approvedBy\":\"%s\"";
  private static final String ONE = statement('1');
  private static final String TWO = statement('2');

  @TempDir Path folder;

  /**
   * One attempt.
   *
   * @param before fields of the waiver as it is, whoever wrote them; null: there is none
   * @param fields that are written
   * @param refusal words of the refusal; null: it goes through
   */
  private record Attempt(
      String what, @Nullable String before, String who, String fields, @Nullable String refusal) {}

  private static List<Attempt> attempts(String robot) {
    String byCarol = APPROVED.formatted("carol");
    return List.of(
        new Attempt("coming with a statement", null, "alice", ONE, not("alice", "")),
        new Attempt("a statement alone, by who asks", "", "alice", ONE, not("alice", "")),
        new Attempt("a statement alone, by who may approve", "", "carol", ONE, not("carol", "")),
        new Attempt(
            "a statement with the name of another one",
            "",
            "dave",
            byCarol + "," + ONE,
            not("dave", "carol")),
        new Attempt("a statement later, by who asks", byCarol, "alice", ONE, not("alice", "carol")),
        new Attempt(
            "a statement later, by another approver", byCarol, "dave", ONE, not("dave", "carol")),
        new Attempt(
            "a statement later, by who approved and may no more",
            APPROVED.formatted("bob"),
            "bob",
            ONE,
            "bob may not approve waivers in "),
        new Attempt(
            "a statement later, by a service account",
            APPROVED.formatted(robot),
            robot,
            ONE,
            "a person approves a waiver, not a service account such as " + robot),
        new Attempt(
            "another statement, by another approver",
            byCarol + "," + ONE,
            "dave",
            TWO,
            not("dave", "carol")),
        new Attempt("a statement with one's own name", "", "carol", byCarol + "," + ONE, null),
        new Attempt("a statement later, by who approved", byCarol, "carol", ONE, null),
        new Attempt("the same statement again", byCarol + "," + ONE, "dave", ONE, null));
  }

  private static String statement(char digit) {
    return "\"approvedStatement\":\"sha256:" + String.valueOf(digit).repeat(64) + "\"";
  }

  private static String not(String user, String approved) {
    // The server cuts the space that ends a message.
    return ("approvedBy is who approves it, " + user + ", not " + approved).strip();
  }

  @Test
  void whoNamesAStatementIsWhoApproves(
      ControlPlane plane, KubernetesClient admin, TestNamespace namespace) {
    String in = namespace.name();
    String robot = "system:serviceaccount:" + in + ":robot";
    List<Attempt> attempts = attempts(robot);
    List<List<ValidationRule>> rules = ruled(admin, List.of(List.of(), List.of()));
    await("the kind asks nothing")
        .atMost(Scene.SOON)
        .until(
            () ->
                GovernedNamespace.goes(() -> admin.resource(waiver("any", ONE)).dryRun().create()));
    // From before the policies: nobody looked at who wrote them.
    for (int i = 0; i < attempts.size(); i++) {
      String before = attempts.get(i).before();
      if (before != null) {
        admin.resource(waiver("waiver-" + i, before)).create();
      }
    }
    try (GovernedNamespace shop = new GovernedNamespace(plane, admin, namespace, folder);
        KubernetesClient bob = OrdinaryUser.of(plane, admin, "bob", in);
        KubernetesClient carol = OrdinaryUser.approver(plane, admin, "carol", in);
        KubernetesClient dave = OrdinaryUser.approver(plane, admin, "dave", in);
        KubernetesClient account = OrdinaryUser.serviceAccount(plane, "robot", in)) {
      Map<String, KubernetesClient> people =
          Map.of("alice", shop.alice(), "bob", bob, "carol", carol, "dave", dave, robot, account);
      assertAll(
          IntStream.range(0, attempts.size())
              .mapToObj(
                  i -> tried(attempts.get(i), "waiver-" + i, people.get(attempts.get(i).who()))));
    } finally {
      ruled(admin, rules);
    }
  }

  private static Executable tried(Attempt attempt, String name, KubernetesClient who) {
    Executable write =
        attempt.before() == null
            ? () -> who.resource(waiver(name, attempt.fields())).create()
            : () ->
                who.resources(SovereigntyWaiver.class)
                    .withName(name)
                    .patch(MERGE, "{\"spec\":{" + attempt.fields() + "}}");
    String refusal = attempt.refusal();
    return refusal == null
        ? () -> assertDoesNotThrow(write, attempt.what())
        : Refused.with(attempt.what(), refusal, write);
  }

  private static SovereigntyWaiver waiver(String name, String fields) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyWaiver
        metadata: {name: %s}
        spec: {policyRef: secnumcloud, rule: keys, workloadRef: {name: web}, requestedBy: alice,
          reason: the module is on order, notBefore: "2026-11-01T00:00:00Z",
          expirationTime: "2027-01-01T00:00:00Z"%s}
        """
            .formatted(name, fields.isEmpty() ? "" : ", " + fields),
        SovereigntyWaiver.class);
  }

  /** Gives the kind and its spec other rules; returns those that they had. */
  private static List<List<ValidationRule>> ruled(
      KubernetesClient admin, List<List<ValidationRule>> rules) {
    List<List<ValidationRule>> before = new ArrayList<>();
    UnlockedEdit.of(
        admin
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName("sovereigntywaivers.placement.bleu.cloud"),
        kind -> {
          JSONSchemaProps whole =
              kind.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
          JSONSchemaProps spec = whole.getProperties().get("spec");
          before.add(whole.getXKubernetesValidations());
          before.add(spec.getXKubernetesValidations());
          whole.setXKubernetesValidations(rules.get(0));
          spec.setXKubernetesValidations(rules.get(1));
          return kind;
        });
    return before;
  }
}
