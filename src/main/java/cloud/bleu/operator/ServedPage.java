package cloud.bleu.operator;

import cloud.bleu.operator.config.UiOptions;
import cloud.bleu.operator.leadership.Tenure;
import cloud.bleu.operator.page.OperatorPage;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page of the estate in a browser, where the options ask for it. */
final class ServedPage implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServedPage.class);
  private static final Duration AGAIN = Duration.ofSeconds(10);
  private static final Duration HOLDS = Duration.ofSeconds(5);

  private final OperatorContext context;
  private final Tenure tenure;
  private final @Nullable UiOptions options;
  private final @Nullable OperatorPage page;
  private volatile @Nullable Thread again;
  private @Nullable Long askedAt;
  private @Nullable String leader;

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
            : new OperatorPage(
                options,
                client,
                context.board,
                context.lastRead,
                context.evidence::recent,
                this::unready);
  }

  /**
   * Listens, if the options say so. A certificate that cannot be used is told in the log, and tried
   * again: decisions go on without the page.
   *
   * @throws StartException when the address cannot be used
   */
  void start() {
    OperatorPage wanted = page;
    if (wanted == null || options == null) {
      return;
    }
    try {
      wanted.start();
    } catch (IOException e) {
      throw cannotListen(options, e);
    } catch (IllegalArgumentException e) {
      LOG.error("the page is not served, and is tried again: {}", e.getMessage());
      again = new Thread(() -> startAgain(wanted), "page-start");
      again.setDaemon(true);
      again.start();
    }
  }

  private static StartException cannotListen(UiOptions options, IOException e) {
    return new StartException(
        "cannot listen on %s:%s: %s; choose another --ui-port or --ui-address"
            .formatted(options.address(), options.port(), e.getMessage()),
        e);
  }

  /**
   * On a thread of its own, which {@link #close} interrupts: a file may change without an event.
   */
  private static void startAgain(OperatorPage wanted) {
    String told = "";
    while (true) {
      try {
        Thread.sleep(AGAIN.toMillis());
        wanted.start();
        LOG.info("the page is served at port {}", wanted.port());
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | IllegalArgumentException e) {
        String why = String.valueOf(e.getMessage());
        if (!why.equals(told)) {
          LOG.error("the page is still not served: {}", why);
        }
        told = why;
      }
    }
  }

  /** The port it listens on, -1 when it does not. */
  int port() {
    return page == null ? -1 : page.port();
  }

  @Override
  public void close() {
    Thread trying = again;
    if (trying != null) {
      trying.interrupt();
    }
    if (page != null) {
      page.close();
    }
  }

  /** Only who leads decides, and so only there is a page. */
  private String unready() {
    if (tenure.isActing()) {
      return "the operator has just begun to lead and has decided nothing yet; ask again";
    }
    if (!context.options.leaderElect()) {
      return "the operator begins and has decided nothing yet; ask again";
    }
    String leader = leader();
    return leader == null
        ? "this pod stands by, and no pod leads; ask again"
        : "this pod stands by; the one that leads has the page: kubectl -n %s port-forward pod/%s %s"
            .formatted(context.options.leaseNamespace(), leader, port());
  }

  /** The name of its pod, as it was a few seconds ago; null: nobody leads, or it is not known. */
  private synchronized @Nullable String leader() {
    long now = System.nanoTime();
    if (askedAt == null || now - askedAt >= HOLDS.toNanos()) {
      leader = askLeader();
      askedAt = now;
    }
    return leader;
  }

  private @Nullable String askLeader() {
    try {
      String identity = tenure.leadership().holder();
      int end = identity == null ? -1 : identity.indexOf('_');
      return identity == null || end <= 0 ? null : identity.substring(0, end);
    } catch (KubernetesClientException e) {
      return null;
    }
  }
}
