package cloud.bleu.operator.page;

import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authentication.UserInfoBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** An API server of which a test says whom it knows, and what they may list. */
final class StatedReviews implements ReaderReviews {
  static final Set<String> FACTS =
      Set.of("availabilityzones", "cloudproviders", "sovereigntypolicies", "resiliencedrills");

  /** By user: resources, with the namespace before a stroke where it is about one. */
  final Map<String, Set<String>> rights = new ConcurrentHashMap<>();

  final List<String> asked = new ArrayList<>();

  /** Is told of each question before it is answered. */
  volatile Consumer<String> before = question -> {};

  /** What it answers instead of anything; 0: nothing is wrong. */
  volatile int fault;

  /** Tokens are the name of their user, after {@code token-of-}. */
  @Override
  public synchronized UserInfo user(String token) {
    answer("user");
    String name = token.replaceFirst("^token-of-", "");
    return rights.containsKey(name) ? new UserInfoBuilder().withUsername(name).build() : null;
  }

  @Override
  public synchronized boolean mayList(UserInfo user, String resource, String namespace) {
    String asks = namespace == null ? resource : namespace + "/" + resource;
    answer(asks);
    return rights.getOrDefault(user.getUsername(), Set.of()).contains(asks);
  }

  private void answer(String question) {
    asked.add(question);
    before.accept(question);
    if (fault != 0) {
      throw new KubernetesClientException("no", fault, null);
    }
  }
}
