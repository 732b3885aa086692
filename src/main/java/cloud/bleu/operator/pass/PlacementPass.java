package cloud.bleu.operator.pass;

import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.ledger.ProposedDecision;
import cloud.bleu.operator.drill.DrillRuns;
import cloud.bleu.operator.pass.plan.PassPlan;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One pass: caches to estate to plan to ledger, then the news to those whom it concerns. */
public final class PlacementPass implements Pass {

  private final EstateReader reader;
  private final PassProposals proposals;
  private final PassCommit commits;
  private final Publisher publisher;
  private final DrillRuns drills;
  private final PassAudience audience;
  private final Clock clock;

  /**
   * @param reader what reads the caches
   * @param proposals what plans that, and proposes what is new
   * @param commits what takes that into the ledger
   * @param publisher what brings it to those who deliver it, batch by batch
   * @param drills that wait for their entries
   * @param audience who shows what came of it
   */
  public PlacementPass(
      EstateReader reader,
      PassProposals proposals,
      PassCommit commits,
      Publisher publisher,
      DrillRuns drills,
      PassAudience audience,
      Clock clock) {
    this.reader = reader;
    this.proposals = proposals;
    this.commits = commits;
    this.publisher = publisher;
    this.drills = drills;
    this.audience = audience;
    this.clock = clock;
  }

  @Override
  public Instant run(long changed) throws LedgerConflictException {
    long started = System.nanoTime();
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    drills.begin();
    ReadEstate read = reader.read(now);
    PassPlan planned = proposals.of(read);
    Map<WorkloadId, List<WaiverUse>> waivers =
        SnapshotAssembly.waivers(read.estate(), planned.decisions());
    List<ChainNote> notes = commits.notes(read, planned, waivers, drills.notes());
    Publication publication = publisher.publication(read, planned, waivers);
    List<ProposedDecision> changes =
        commits.commit(planned, read.estate(), notes, publication, changed);
    Duration more = proposals.committed(changes);
    Duration again = publication.end(changes);
    drills.end(read.estate());
    audience.tell(publication.snapshot(), read, started);
    return next(read, now, again, more);
  }

  @Override
  public void failed() {
    audience.failed();
  }

  private Instant next(
      ReadEstate read, Instant began, @Nullable Duration gates, @Nullable Duration turns) {
    Instant now = clock.instant();
    return Collections.min(
        List.of(
            reader.again(began, now),
            commits.next(read, now),
            drills.next(began),
            gates == null ? Instant.MAX : now.plus(gates),
            turns == null ? Instant.MAX : now.plus(turns)));
  }
}
