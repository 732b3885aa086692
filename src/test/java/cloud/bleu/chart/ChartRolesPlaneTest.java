package cloud.bleu.chart;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The roles of the chart for people, as the API server answers for whoever has one of them. */
@RealControlPlane
@Tag("people")
class ChartRolesPlaneTest {

  /** Where a role is bound: in the cluster, or in the namespace of the test. */
  private static final String WHO_MAY =
      """
      view         namespace  yes  list bleuworkloads
      view         namespace  yes  list sovereigntywaivers
      view         namespace  no   create sovereigntywaivers
      view         namespace  no   get availabilityzones
      view         cluster    yes  get availabilityzones
      view         cluster    yes  list sovereigntypolicies
      view         cluster    yes  list resiliencedrills
      view         cluster    no   patch availabilityzones
      edit         namespace  yes  create bleuworkloads
      edit         namespace  yes  create sovereigntywaivers
      edit         namespace  yes  delete sovereigntywaivers
      edit         namespace  no   approve sovereigntywaivers
      edit         namespace  no   create workloadplacements
      edit         namespace  yes  create poddisruptionbudgets.policy
      edit         namespace  yes  create networkpolicies.networking.k8s.io
      edit         namespace  yes  delete networkpolicies.networking.k8s.io
      edit         namespace  no   use priorityclasses.scheduling.k8s.io
      edit         cluster    no   patch cloudproviders
      edit         cluster    no   attest cloudproviders
      admin        namespace  yes  create sovereigntywaivers
      admin        namespace  no   approve sovereigntywaivers
      facts-reader cluster    yes  list cloudproviders
      facts-reader cluster    yes  watch sovereigntypolicies
      facts-reader cluster    no   list bleuworkloads
      facts-reader cluster    no   patch cloudproviders
      attester     cluster    yes  patch cloudproviders
      attester     cluster    yes  attest cloudproviders
      attester     cluster    yes  attest availabilityzones
      attester     cluster    no   delete availabilityzones
      attester     cluster    no   patch sovereigntypolicies
      zone-keeper  cluster    yes  patch availabilityzones
      zone-keeper  cluster    yes  watch availabilityzones
      zone-keeper  cluster    no   attest availabilityzones
      zone-keeper  cluster    no   create availabilityzones
      zone-keeper  cluster    no   delete availabilityzones
      zone-keeper  cluster    no   drill availabilityzones
      zone-keeper  cluster    no   patch cloudproviders
      lease-reader namespace  yes  get leases/bleu-placement-operator
      lease-reader namespace  no   get leases/of-another
      lease-reader namespace  no   list leases
      lease-reader namespace  no   patch leases/bleu-placement-operator
      approver     namespace  yes  approve sovereigntywaivers
      approver     namespace  yes  patch sovereigntywaivers
      approver     namespace  yes  delete sovereigntywaivers
      approver     namespace  yes  get bleuworkloads
      approver     namespace  no   create sovereigntywaivers
      approver     namespace  no   patch bleuworkloads
      declassifier cluster    yes  declassify namespaces
      declassifier cluster    yes  patch namespaces
      declassifier cluster    no   delete namespaces
      declassifier cluster    no   list pods
      policy-author cluster   yes  create sovereigntypolicies
      policy-author cluster   yes  patch sovereigntypolicies
      policy-author cluster   yes  update sovereigntypolicies
      policy-author cluster   yes  delete sovereigntypolicies
      policy-author cluster   no   patch availabilityzones
      policy-author cluster   no   approve sovereigntywaivers
      policy-author cluster   no   list bleuworkloads
      estate-editor cluster   yes  create availabilityzones
      estate-editor cluster   yes  delete availabilityzones
      estate-editor cluster   yes  create cloudproviders
      estate-editor cluster   yes  delete cloudproviders
      estate-editor cluster   no   attest cloudproviders
      estate-editor cluster   no   attest availabilityzones
      estate-editor cluster   no   drill availabilityzones
      estate-editor cluster   no   patch sovereigntypolicies
      driller      cluster    yes  create resiliencedrills
      driller      cluster    yes  drill availabilityzones
      driller      cluster    yes  drill cloudproviders
      driller      cluster    no   patch availabilityzones
      migration-planner cluster yes create migrationplans
      view         cluster    no   list migrationplans
      """;

  /** Of those that are not ours. */
  private static final Map<String, String> GROUPS =
      Map.of("namespaces", "", "pods", "", "leases", "coordination.k8s.io");

  /** Requests on them name no namespace. */
  private static final Set<String> WITHOUT_NAMESPACE =
      Set.of(
          "namespaces",
          "availabilityzones",
          "cloudproviders",
          "sovereigntypolicies",
          "resiliencedrills",
          "migrationplans");

  /** A Role, as the Lease of the operator is in the namespace of the release. */
  private static final String OF_THE_NAMESPACE = "lease-reader";

  private static final List<String> OF_THE_CLUSTER = List.of("view", "edit", "admin");

  private static final String PREFIX = "roles-";

  @TempDir Path folder;
  private KubernetesClient admin;
  private String namespace;
  private final List<HasMetadata> written = new ArrayList<>();

  /** One question: whether the holder of a role may do something with a kind, or with one name. */
  private record Question(String role, String bound, boolean yes, String verb, String resource) {
    static Question of(String line) {
      String[] words = line.strip().split(" +");
      return new Question(words[0], words[1], words[2].equals("yes"), words[3], words[4]);
    }

    String user() {
      return role + "-in-" + bound;
    }
  }

  @BeforeEach
  void roles(KubernetesClient admin, TestNamespace namespace) {
    this.admin = admin;
    this.namespace = namespace.name();
    for (HasMetadata object : Helm.offline(folder).objectsOf("release", "-n", this.namespace)) {
      if ((object instanceof ClusterRole || object instanceof Role)
          && object.getMetadata().getName().startsWith("bleu-")) {
        // Other names: the roles themselves stay for other tests.
        object.getMetadata().setName(PREFIX + object.getMetadata().getName());
        written.add(admin.resource(object).serverSideApply());
      }
    }
  }

  @AfterEach
  void remove() {
    written.forEach(object -> admin.resource(object).delete());
  }

  @Test
  void eachMayDoWhatItIsForAndNoMore() {
    List<Question> questions = WHO_MAY.lines().map(Question::of).toList();
    questions.stream()
        .map(q -> List.of(q.user(), q.role(), q.bound()))
        .distinct()
        .forEach(b -> bind(b.get(0), b.get(1), b.get(2).equals("cluster")));
    // Roles are put together, and rights known, a moment after they are written.
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> questions.stream().filter(Question::yes).allMatch(this::may));
    StringBuilder wrong = new StringBuilder();
    for (Question question : questions) {
      if (may(question) != question.yes()) {
        wrong.append(question).append('\n');
      }
    }
    assertEquals("", wrong.toString());
  }

  private void bind(String user, String role, boolean everywhere) {
    String name = OF_THE_CLUSTER.contains(role) ? role : PREFIX + "bleu-" + role;
    HasMetadata binding =
        Serialization.unmarshal(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: %s
            metadata: {name: %s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: %s, name: %s}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %s}]
            """
                .formatted(
                    everywhere ? "ClusterRoleBinding" : "RoleBinding",
                    user,
                    role.equals(OF_THE_NAMESPACE) ? "Role" : "ClusterRole",
                    name,
                    user));
    if (!everywhere) {
      binding.getMetadata().setNamespace(namespace);
    }
    written.add(admin.resource(binding).serverSideApply());
  }

  private boolean may(Question question) {
    String[] named = question.resource().split("/");
    // As kubectl takes it: with its group, where that is not ours.
    String[] resource = named[0].split("\\.", 2);
    return admin
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(
            new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(question.user())
                .withNewResourceAttributes()
                .withNamespace(WITHOUT_NAMESPACE.contains(question.resource()) ? null : namespace)
                .withGroup(
                    resource.length == 2
                        ? resource[1]
                        : GROUPS.getOrDefault(resource[0], "placement.bleu.cloud"))
                .withResource(resource[0])
                .withName(named.length > 1 ? named[1] : null)
                .withVerb(question.verb())
                .endResourceAttributes()
                .endSpec()
                .build())
        .getStatus()
        .getAllowed();
  }
}
