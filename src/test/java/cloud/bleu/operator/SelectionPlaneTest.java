package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static cloud.bleu.operator.GovernedNamespace.goes;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.controlplane.AdmissionPolicies;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who takes a namespace out of a policy that selects it by labels of any name. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SelectionPlaneTest {
  private static final String PROD = "{\"env\":\"prod\",\"tier\":null,\"team\":null}";

  /** With which the names of the policies of the chart end. */
  private static final String DOMAIN = ".placement.bleu.cloud";

  private static final String LABELS = "{\"metadata\":{\"labels\":%s}}";

  private KubernetesClient admin;
  private @Nullable GovernedNamespace shop;

  @BeforeEach
  void start(
      ControlPlane plane, KubernetesClient client, TestNamespace namespace, @TempDir Path folder) {
    admin = client;
    if (shop == null) {
      shop = new GovernedNamespace(plane, client, namespace, folder);
    }
    shop.level("Enforce");
    labels(admin, PROD);
  }

  @AfterEach
  void clear() {
    admin.resources(SovereigntyPolicy.class).delete();
    // The server keeps a policy for a moment after it is deleted.
    until("no policy selects", () -> goes(() -> labels(shop.alice(), "{\"env\":null}")));
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      shop.close();
    }
  }

  /** What takes it out needs the verb; what leaves it in, or is of other labels, does not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          matchLabels: {env: prod}                                       | env  | "dev" | {"tier":"web"}
          matchLabels: {env: prod}                                       | env  | null  | {"team":"a"}
          matchExpressions: [{key: env, operator: In, values: [prod, live]}] | env | "dev" | {"env":"live"}
          matchExpressions: [{key: env, operator: In, values: [prod]}]   | env  | null  | {"team":"a"}
          matchExpressions: [{key: env, operator: NotIn, values: [dev]}] | env  | "dev" | {"env":null}
          matchExpressions: [{key: env, operator: Exists}]               | env  | null  | {"env":"dev"}
          matchExpressions: [{key: tier, operator: DoesNotExist}]        | tier | "web" | {"env":"dev"}
          matchLabels: {env: prod}, matchExpressions: [{key: tier, operator: NotIn, values: [web]}] | tier | "web" | {"tier":"db"}
          """)
  void whoTakesItOutOfAPolicyHasTheRight(String selector, String label, String to, String stays) {
    policy(selector);
    String away = "{\"%s\":%s}".formatted(label, to);
    String words = mayNotChange(label);
    until("the policy is seen", () -> Refused.is(words, () -> dryly(away)));
    assertAll(
        Refused.with("away", words, () -> labels(shop.alice(), away)),
        Refused.with(
            "by its status",
            words,
            () ->
                shop.alice()
                    .namespaces()
                    .withName(shop.name())
                    .subresource("status")
                    .patch(MERGE, LABELS.formatted(away))),
        () -> labels(shop.alice(), stays));
  }

  /** A policy that selects holds without the label {@code governed} as well. */
  @Test
  void soItIsWhereNothingIsGoverned() {
    shop.level(null);
    policy("matchLabels: {env: prod}");
    until("it is refused by the one of all namespaces", () -> isRefusedBy("open.selections"));
    labels(shop.alice(), "{\"team\":\"a\"}");
  }

  /** Where something is governed each of the two refuses it, whatever becomes of the other one. */
  @ParameterizedTest
  @CsvSource({"selections, open.selections", "open.selections, selections"})
  void soItIsByEachOfTheTwo(String one, String other) {
    policy("matchLabels: {env: prod}");
    isSeen();
    try {
      admin
          .admissionRegistration()
          .v1()
          .validatingAdmissionPolicyBindings()
          .withName(other + DOMAIN)
          .delete();
      AdmissionPolicies.taken(admin);
      assertTrue(isRefusedBy(one), one + " refuses it alone");
      assertFalse(isRefusedBy(other), other + " has no say");
    } finally {
      shop.bindAgain();
    }
  }

  /** The controller that empties a namespace writes it last there: labels go through that, too. */
  @Test
  void soItIsByTheEndOfANamespace() {
    policy("matchLabels: {env: prod}");
    Namespace left =
        admin
            .namespaces()
            .withName(shop.name())
            .get()
            .edit()
            .editMetadata()
            .addToLabels("env", "dev")
            .endMetadata()
            .build();
    right("alice", "namespaces/finalize", "update");
    until(
        "the policy is seen, and what alice may",
        () ->
            Refused.is(
                mayNotChange("env"),
                () ->
                    shop.alice()
                        .raw("/api/v1/namespaces/" + shop.name() + "/finalize", "PUT", left)));
  }

  /** One that is malformed selects everything and refuses every zone: nothing leaves it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "matchLabels: {env: prod}, matchExpressions: [{key: env, operator: In}]",
        "matchExpressions: [{key: env, operator: In, values: [prod]}, {key: env, operator: NotIn}]",
        "matchExpressions: [{key: env, operator: In, values: [prod]}, {key: env, operator: Exists, values: [prod]}]"
      })
  void nothingLeavesAPolicyThatSelectsAll(String all) {
    policy("matchLabels: {env: prod}");
    // Before that one nothing was refused: what goes later does so because of the other one.
    isSeen();
    policy(all);
    until(all, () -> goes(() -> labels(shop.alice(), "{\"env\":\"dev\"}")));
  }

  @Test
  void whoHasTheRightTakesItOut(ControlPlane plane) {
    policy("matchLabels: {env: prod}");
    isSeen();
    try (KubernetesClient delia = OrdinaryUser.of(plane, admin, "delia", shop.name())) {
      right("delia", "namespaces", "declassify");
      until(
          "the server knows what delia may", () -> goes(() -> labels(delia, "{\"env\":\"dev\"}")));
    }
  }

  /** An expression has a budget: of the largest selector that the kind takes, and many labels. */
  @Test
  void largestSelectorIsRead() {
    String values =
        IntStream.range(0, 32)
            .mapToObj(i -> "v" + i + "-" + "x".repeat(58))
            .collect(Collectors.joining(", ", "[", "]"));
    String wanted =
        IntStream.range(0, 31)
            .mapToObj(i -> "l" + i + ": " + "x".repeat(63))
            .collect(Collectors.joining(", "));
    String requirements =
        IntStream.range(0, 32)
            .mapToObj(i -> "{key: env, operator: NotIn, values: " + values + "}")
            .collect(Collectors.joining(", "));
    String others =
        IntStream.range(0, 2000)
            .mapToObj(i -> "\"l%d\":\"%s\"".formatted(i, "x".repeat(63)))
            .collect(Collectors.joining(",", "{", "}"));
    labels(admin, others);
    policy("matchLabels: {env: prod, " + wanted + "}, matchExpressions: [" + requirements + "]");
    isSeen();
    labels(shop.alice(), "{\"l1999\":null}");
    labels(admin, others.replaceAll(":\"x+\"", ":null"));
  }

  private void right(String user, String resource, String verb) {
    for (String yaml : RIGHT.formatted(resource, verb, user).split("---\n", -1)) {
      admin
          .resource((HasMetadata) Serialization.unmarshal(yaml))
          .forceConflicts()
          .serverSideApply();
    }
  }

  private static final String RIGHT =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: of-selections}
      rules:
      - {apiGroups: [""], resources: [%s], verbs: [%s]}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: of-selections}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: of-selections}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %s}]
      """;

  private String mayNotChange(String label) {
    return "alice may not change the label "
        + label
        + ", by which SovereigntyPolicy ours selects namespace "
        + shop.name()
        + ": ask for the verb declassify on namespaces";
  }

  private void policy(String selector) {
    HasMetadata policy =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: SovereigntyPolicy
            metadata: {name: ours}
            spec:
              appliesTo: {namespaceSelector: {%s}}
              rules:
              - {name: location, rule: data-location, action: Enforce, parameters: {countries: [FR]}}
            """
                .formatted(selector.equals("{}") ? "" : selector),
            GenericKubernetesResource.class);
    admin.resource(policy).forceConflicts().serverSideApply();
  }

  /** The server sees a policy a moment after it is written. */
  private void isSeen() {
    until(
        "the policy is seen",
        () -> Refused.is(mayNotChange("env"), () -> dryly("{\"env\":\"dev\"}")));
  }

  /** Whether the policy of that name refuses it, or the first of several that do. */
  private boolean isRefusedBy(String name) {
    String words = "ValidatingAdmissionPolicy '" + name + DOMAIN + "' with binding";
    return Refused.is(words, () -> dryly("{\"env\":\"dev\"}"))
        && Refused.is(mayNotChange("env"), () -> dryly("{\"env\":\"dev\"}"));
  }

  private void dryly(String labels) {
    shop.alice().namespaces().withName(shop.name()).dryRun().patch(MERGE, LABELS.formatted(labels));
  }

  private void labels(KubernetesClient who, String labels) {
    who.namespaces().withName(shop.name()).patch(MERGE, LABELS.formatted(labels));
  }

  private static void until(String what, Callable<Boolean> holds) {
    Awaitility.await(what).atMost(Scene.SOON).until(holds);
  }
}
