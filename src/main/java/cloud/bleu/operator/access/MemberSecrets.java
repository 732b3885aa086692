package cloud.bleu.operator.access;

import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec.Target;
import cloud.bleu.operator.cache.KindWatch;
import cloud.bleu.operator.cache.WatchFault;
import cloud.bleu.operator.cache.WatchListener;
import cloud.bleu.operator.cache.WatchSubject;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;

/**
 * The Secrets of the operator's namespace. They are watched from the first zone on that names one;
 * before that the right to read them is not used.
 */
public final class MemberSecrets implements AccessSource {

  private static final String REFUSED = "KubeconfigRefused";

  private final String namespace;
  private final KindWatch<Secret> secrets;

  /**
   * @param namespace of the operator
   */
  public MemberSecrets(KubernetesClient client, String namespace) {
    this.namespace = namespace;
    secrets =
        new KindWatch<>(
            WatchSubject.of("the Secrets of namespace " + namespace),
            client.secrets().inNamespace(namespace));
  }

  @Override
  public void follow(Map<String, Target> wanted, Asker asker) {
    if (!wanted.isEmpty()) {
      secrets.start(WatchListener.of(asker::changed));
    }
  }

  @Override
  public MemberAccess access(Target target) {
    String name = target.cluster().kubeconfigSecretRef().name();
    String key = target.cluster().kubeconfigSecretRef().key();
    String where = "Secret " + name + " of namespace " + namespace;
    MemberAccess.Source source = new MemberAccess.Source("the kubeconfig in " + where, REFUSED);
    if (!secrets.isListed()) {
      WatchFault fault = secrets.fault();
      return fault == null ? MemberAccess.unknownYet(source) : unread(source, fault);
    }
    Secret secret = secrets.get(namespace + "/" + name);
    if (secret == null) {
      return MemberAccess.none(
          source,
          "SecretMissing",
          "there is no " + where + ", the operator's own: create it there");
    }
    return new KubeconfigSecret(where, secret, key).access(source);
  }

  @Override
  public void close() {
    secrets.close();
  }

  private MemberAccess unread(MemberAccess.Source source, WatchFault fault) {
    return MemberAccess.none(
        source,
        "SecretsNotRead",
        "the Secrets of namespace "
            + namespace
            + " cannot be read: "
            + fault.words()
            + (fault.isForbidden() ? "; set members.enabled of the chart" : ""));
  }
}
