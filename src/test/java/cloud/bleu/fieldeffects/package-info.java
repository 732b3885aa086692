/**
 * No field is accepted and ignored: for every field of every kind's spec a row with an edit and
 * what it changes.
 */
package cloud.bleu.fieldeffects;
