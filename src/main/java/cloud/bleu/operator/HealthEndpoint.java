package cloud.bleu.operator;

import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.leadership.Tenure;
import cloud.bleu.operator.metric.HealthServer;
import cloud.bleu.operator.metric.OperatorMetrics;
import cloud.bleu.operator.migration.MigrationThread;
import cloud.bleu.operator.pass.PlacementLoop;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Answers the kubelet whether this process is alive and whether it is ready. */
final class HealthEndpoint implements AutoCloseable {

  private final OperatorOptions options;
  private final Tenure tenure;
  private final Watches watches;
  private final PlacementLoop loop;
  private final MigrationThread migrations;
  private final OperatorMetrics metrics;
  private volatile @Nullable HealthServer server;

  HealthEndpoint(
      OperatorOptions options,
      Tenure tenure,
      Watches watches,
      PlacementLoop loop,
      MigrationThread migrations,
      OperatorMetrics metrics) {
    this.options = options;
    this.tenure = tenure;
    this.watches = watches;
    this.loop = loop;
    this.migrations = migrations;
    this.metrics = metrics;
  }

  /**
   * Listens, unless the options name no port.
   *
   * @throws StartException when it cannot
   */
  void start() {
    if (options.port() < 0) {
      return;
    }
    try {
      server =
          new HealthServer(
              options.bindAddress(), options.port(), this::dead, this::unready, metrics::text);
    } catch (IOException e) {
      throw new StartException(
          "cannot listen on %s:%s: %s; choose another --port or --bind-address"
              .formatted(options.bindAddress(), options.port(), e.getMessage()),
          e);
    }
  }

  /** The port it listens on, -1 when it does not. */
  int port() {
    HealthServer listening = server;
    return listening == null ? -1 : listening.port();
  }

  @Override
  public void close() {
    HealthServer listening = server;
    if (listening != null) {
      listening.close();
    }
  }

  /** Why this process has to be started anew; null: it works. */
  private @Nullable String dead() {
    if (tenure.isClosed()) {
      return "stopped";
    }
    String fatal = watches.fatal();
    if (fatal != null) {
      return fatal;
    }
    String stuck = loop.stuck();
    return stuck != null ? stuck : migrations.stuck();
  }

  /** Why this process is not in service; null: it is. */
  private @Nullable String unready() {
    if (!watches.isFilled()) {
      return "the caches are not filled yet";
    }
    if (tenure.isOvertaken()) {
      return "this process leads no longer, as its log says; it ends";
    }
    return watches.caches.healthy() ? null : "a watch has ended for good";
  }
}
