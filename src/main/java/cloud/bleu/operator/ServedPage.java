package cloud.bleu.operator;

import cloud.bleu.operator.config.UiOptions;
import cloud.bleu.operator.leadership.Tenure;
import cloud.bleu.operator.page.OperatorPage;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The page of the estate in a browser, where the options ask for it. */
final class ServedPage implements AutoCloseable {
  private final OperatorContext context;
  private final Tenure tenure;
  private final @Nullable UiOptions options;
  private final @Nullable OperatorPage page;

  /**
   * Not started.
   *
   * @param client of the process, which no lease keeps from asking
   */
  ServedPage(KubernetesClient client, Tenure tenure, OperatorContext context) {
    this.context = context;
    this.tenure = tenure;
    options = context.options.ui();
    page =
        options == null
            ? null
            : new OperatorPage(options, client, context.board, context.lastRead, this::unready);
  }

  /**
   * Listens, if the options say so.
   *
   * @throws StartException when it cannot
   */
  void start() {
    if (page == null || options == null) {
      return;
    }
    try {
      page.start();
    } catch (IOException e) {
      throw new StartException(
          "cannot listen on %s:%s: %s; choose another --ui-port or --ui-address"
              .formatted(options.address(), options.port(), e.getMessage()),
          e);
    } catch (IllegalArgumentException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The port it listens on, -1 when it does not. */
  int port() {
    return page == null ? -1 : page.port();
  }

  @Override
  public void close() {
    if (page != null) {
      page.close();
    }
  }

  /** Only who leads decides, and so only there is a page. */
  private String unready() {
    if (tenure.isActing()) {
      return "the operator has just begun to lead and has decided nothing yet; ask again";
    }
    String leader = leader();
    return leader == null
        ? "this pod stands by, and no pod leads; ask again"
        : "this pod stands by; the one that leads has the page: kubectl -n %s port-forward pod/%s %s"
            .formatted(context.options.leaseNamespace(), leader, port());
  }

  /** The name of its pod; null: nobody leads, or it is not known. */
  private @Nullable String leader() {
    try {
      String identity = tenure.leadership().holder();
      int end = identity == null ? -1 : identity.indexOf('_');
      return identity == null || end <= 0 ? null : identity.substring(0, end);
    } catch (KubernetesClientException e) {
      return null;
    }
  }
}
