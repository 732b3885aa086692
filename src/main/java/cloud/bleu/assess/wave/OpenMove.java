package cloud.bleu.assess.wave;

/**
 * Why a workload has not moved, though there is a BleuWorkload in its place.
 *
 * @param why what is so, and what to do
 * @param arrives whether it has begun to move and is on its way: then it keeps nothing of its wave
 *     from moving too
 */
public record OpenMove(String why, boolean arrives) {}
