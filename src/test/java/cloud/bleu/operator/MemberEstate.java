package cloud.bleu.operator;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FleetMember;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * Members of a fleet as zones of a hub, each reached with the rights of {@code
 * examples/members/rbac.yaml} by a kubeconfig in a Secret.
 */
final class MemberEstate {

  private static final Path RBAC = Path.of("examples/members/rbac.yaml");

  private final KubernetesClient hub;
  private final OperatorAccount account;

  MemberEstate(KubernetesClient hub, OperatorAccount account) {
    this.hub = hub;
    this.account = account;
  }

  /** Two nodes of 4 cpu, and the rights there, without those that are about nodes if so asked. */
  void prepare(FleetMember member, boolean seesNodes) {
    grant(member, seesNodes);
    for (int i = 1; i <= 2; i++) {
      member
          .nodes()
          .add(
              FakeNode.inZone(member.name(), member.name() + "-" + i)
                  .withCapacity("cpu", "4")
                  .withCapacity("memory", "16Gi"));
    }
    kubeconfig(member.name(), kubeconfig(member));
  }

  /**
   * Gives the rights there, or gives them back.
   *
   * @param refused kinds that may be read there and not written
   */
  void grant(FleetMember member, boolean seesNodes, String... refused) {
    for (HasMetadata object : rbac(member.client())) {
      if (object instanceof ClusterRole role) {
        role.getRules().removeIf(rule -> !seesNodes && rule.getResources().contains("nodes"));
        role.getRules().stream()
            .filter(rule -> List.of(refused).stream().anyMatch(rule.getResources()::contains))
            .forEach(rule -> rule.getVerbs().removeAll(List.of("create", "patch", "delete")));
      }
      member.client().resource(object).serverSideApply();
    }
  }

  static List<HasMetadata> rbac(KubernetesClient client) {
    try {
      return client.load(Files.newInputStream(RBAC)).items();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The way into a member with these rights. */
  static String kubeconfig(FleetMember member) {
    return member.plane().serviceAccountKubeconfig("bleu-member", "bleu");
  }

  /**
   * The same by a token that the server takes only while a Secret of that member is there: whoever
   * deletes it revokes the token.
   *
   * @param bound name of that Secret, which is made in namespace bleu-member
   */
  static String kubeconfig(FleetMember member, String bound) {
    Secret secret =
        member
            .client()
            .resource(
                new SecretBuilder()
                    .withNewMetadata()
                    .withNamespace("bleu-member")
                    .withName(bound)
                    .endMetadata()
                    .build())
            .create();
    TokenRequest asked =
        new TokenRequestBuilder()
            .withNewSpec()
            .withNewBoundObjectRef()
            .withApiVersion("v1")
            .withKind("Secret")
            .withName(bound)
            .withUid(secret.getMetadata().getUid())
            .endBoundObjectRef()
            .endSpec()
            .build();
    String unbound = kubeconfig(member);
    String token =
        member
            .client()
            .serviceAccounts()
            .inNamespace("bleu-member")
            .withName("bleu")
            .tokenRequest(asked)
            .getStatus()
            .getToken();
    return unbound.replace(Config.fromKubeconfig(unbound).getAutoOAuthToken(), token);
  }

  /** Has the server take that token no more. */
  static void revoke(FleetMember member, String bound) {
    member.client().secrets().inNamespace("bleu-member").withName(bound).delete();
  }

  /** Writes the Secret by which a zone reaches its cluster. */
  void kubeconfig(String name, String text) {
    hub.resource(secret(account.namespace(), name, text)).serverSideApply();
  }

  static Secret secret(String namespace, String name, String kubeconfig) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .addToData(
            "kubeconfig",
            Base64.getEncoder().encodeToString(kubeconfig.getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  void forget(String name) {
    hub.secrets().inNamespace(account.namespace()).withName(name).delete();
  }

  /**
   * A zone that is a cluster, on a site of its own.
   *
   * @param capacity of its spec, as YAML; empty: it is measured
   */
  static String zone(String name, String secret, String capacity) {
    return SiteZone.yaml(
        "acme", name, capacity, "cluster: {kubeconfigSecretRef: {name: " + secret + "}}");
  }
}
