package cloud.bleu.operator.migration;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.assess.wave.TargetEstate;
import cloud.bleu.migration.MigrationFault;
import cloud.bleu.migration.MigrationOrder;
import cloud.bleu.migration.MigrationStatus;
import cloud.bleu.migration.MigrationTranslator;
import cloud.bleu.migration.SourceInventory;
import cloud.bleu.migration.TargetStanding;
import cloud.bleu.operator.snapshot.LastRead;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import cloud.bleu.operator.trigger.ControllerName;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.TranslationMemory;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and plans migrations one after another, on a thread of its own with the lowest priority: no
 * decision and no delivery waits for one. A plan has its turn when its spec changes and when its
 * interval is over. Nothing of what is read is kept after its turn.
 */
public final class MigrationThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MigrationThread.class);

  /** After something that may pass, or that somebody may have mended. */
  static final Duration AGAIN = Duration.ofMinutes(1);

  /** A clock may be set and a machine be paused, which no wait notices: it is read again. */
  private static final long LONGEST_WAIT_MILLIS = 5000;

  private final MigrationPlans plans;
  private final InventoryReader reader;
  private final Supplier<LastRead.@Nullable Objects> target;
  private final StatusEvents events;
  private final StatusWriter writer;
  private final Clock clock;
  private final FindingCatalogue catalogue = FindingCatalogue.shipped();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Semaphore news = new Semaphore(0);
  private final Map<String, Turn> turns = new HashMap<>();
  private final Thread thread;

  /** The last turn of a plan, and when the next one is. */
  private record Turn(long generation, Instant next) {}

  /**
   * @param target what the newest pass read; null before the first
   */
  public MigrationThread(
      KubernetesClient client,
      Supplier<LastRead.@Nullable Objects> target,
      StatusEvents events,
      StatusWriter writer,
      Clock clock) {
    plans = new MigrationPlans(client, news::release);
    reader = new InventoryReader(client, closed);
    this.target = target;
    this.events = events;
    this.writer = writer;
    this.clock = clock;
    thread = new Thread(this::run, "migrations");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
  }

  /** Starts to watch plans, and to read what they name. */
  public void start() {
    plans.start();
    thread.start();
  }

  private void run() {
    try {
      while (closed.getCount() > 0) {
        List<MigrationPlan> there = plans.list();
        turns.keySet().retainAll(there.stream().map(MigrationThread::uid).toList());
        for (MigrationPlan plan : there) {
          turn(plan);
        }
        news.tryAcquire(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        news.drainPermits();
      }
    } catch (InterruptedException e) {
      LOG.debug("the operator ends: no migration is planned any more");
    }
  }

  /** One plan's fault never keeps another one from its turn. */
  private void turn(MigrationPlan plan) throws InterruptedException {
    LastRead.Objects read = target.get();
    if (read == null) {
      return;
    }
    String uid = uid(plan);
    long generation = Objects.requireNonNullElse(plan.getMetadata().getGeneration(), 0L);
    Instant now = clock.instant();
    MigrationTranslator.Read asked = MigrationTranslator.read(plan, catalogue, read.objects());
    Turn last = turns.computeIfAbsent(uid, u -> before(plan, generation, asked.order()));
    boolean isMended = isInvalid(plan) == (asked.order() != null);
    if (last.generation() == generation && now.isBefore(last.next()) && !isMended) {
      return;
    }
    MigrationOrder order = asked.order();
    MigrationPlanStatus status =
        order == null
            ? MigrationStatus.of(plan, asked.problems(), now)
            : planned(plan, order, read, now);
    Duration next = order != null && MigrationStatus.isPlanned(status) ? order.interval() : AGAIN;
    if (closed.getCount() == 0) {
      return;
    }
    Duration due = write(plan, status);
    turns.put(uid, new Turn(generation, now.plus(due == null ? next : due)));
  }

  private static String uid(MigrationPlan plan) {
    return String.valueOf(plan.getMetadata().getUid());
  }

  private static boolean isInvalid(MigrationPlan plan) {
    return MigrationStatus.isInvalid(MigrationStatus.known(plan));
  }

  /** Where this process begins, what its status says counts: a restart is no reason to read. */
  private static Turn before(MigrationPlan plan, long generation, @Nullable MigrationOrder order) {
    MigrationPlanStatus known = MigrationStatus.known(plan);
    Instant readAt =
        known == null || !MigrationStatus.isPlanned(known) || known.readAt() == null
            ? null
            : Instant.parse(known.readAt());
    return new Turn(
        generation, readAt == null || order == null ? Instant.MIN : readAt.plus(order.interval()));
  }

  private MigrationPlanStatus planned(
      MigrationPlan plan, MigrationOrder order, LastRead.Objects read, Instant now)
      throws InterruptedException {
    try {
      SourceInventory source = new SourceInventory(order, catalogue);
      reader.read(order, source::add);
      String provider = order.target().name();
      TranslationMemory memory = new TranslationMemory();
      TargetEstate estate =
          TargetEstate.of(
              read.objects(),
              (objects, at) ->
                  EstateTranslator.translate(objects, at, Map.of(), read.watch(), memory),
              provider,
              TargetStanding.of(read.objects(), provider));
      return MigrationStatus.of(plan, order, source.plan(estate, now));
    } catch (InventoryReader.ForbiddenException e) {
      return MigrationStatus.of(
          plan,
          new MigrationFault(
              "InventoryForbidden",
              "the operator may not list "
                  + e.getMessage()
                  + "; set migration.enabled of the chart to true",
              true),
          now);
    } catch (InventoryReader.TooLargeException e) {
      return MigrationStatus.of(
          plan,
          new MigrationFault(
              "InventoryTooLarge",
              "the namespaces have more than "
                  + InventoryReader.MOST_OBJECTS
                  + " objects; make several plans, each of some of the namespaces",
              true),
          now);
    } catch (KubernetesClientException e) {
      LOG.debug("MigrationPlan {}: not read", plan.getMetadata().getName(), e);
      return MigrationStatus.of(
          plan,
          new MigrationFault(
              "InventoryUnreadable",
              "the API server did not answer with all that the plan names; it is tried again",
              false),
          now);
    } catch (RuntimeException e) {
      LOG.error("MigrationPlan {}: planning ended with an error", plan.getMetadata().getName(), e);
      return MigrationStatus.of(
          plan,
          new MigrationFault(
              "MigrationError",
              "planning ended with an error, and the log of the operator has all of it; it is tried"
                  + " again, and `bleu assess --plan` plans the same from files",
              true),
          now);
    }
  }

  /** Writes a status, and returns when to come again with it; null: no need. */
  private @Nullable Duration write(MigrationPlan plan, MigrationPlanStatus status) {
    try {
      StatusWriter.Outcome outcome =
          writer.write(plan, status, MigrationPlan::new, ControllerName.MIGRATION);
      if (outcome.written()) {
        events.migration(plan, status);
      }
      Duration due = outcome.due();
      return due == null || due.equals(StatusWriter.OUTDATED) ? due : AGAIN;
    } catch (KubernetesClientException e) {
      LOG.debug("MigrationPlan {}: its status is not written", plan.getMetadata().getName(), e);
      return AGAIN;
    }
  }

  /** What is being planned comes to nothing, and nothing else is. */
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
    plans.close();
  }
}
