package cloud.bleu.operator.pass;

import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.snapshot.SnapshotBoard;

/**
 * The ways by which what is committed gets to those who deliver it.
 *
 * @param ledger has the decisions in force
 * @param gates open for the pods that are decided
 * @param board where controllers read the snapshot
 * @param bulletin tells whom something new concerns
 */
public record PublicationChannels(
    Ledger ledger, Gates gates, SnapshotBoard board, ChangeBulletin bulletin) {}
