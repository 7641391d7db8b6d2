/**
 * A real standalone Flink cluster on this machine: one JobManager and some TaskManagers, each a
 * process of its own, without a Flink distribution.
 *
 * <p>The module's build gathers Flink's published artifacts in {@code target/lib}; {@link
 * org.partitioners.jobs.cluster.LocalCluster} starts the JVMs that Flink's own scripts would start,
 * with the same flags: memory as {@code BashJavaUtils} derives it from the configuration, ready
 * when the REST API reports every slot. Everything binds to 127.0.0.1. With {@code FLINK_HOME} set,
 * that distribution's {@code lib} and {@code plugins} are used instead; its {@code opt} stays off
 * the class path, as in Flink.
 *
 * <p>A cluster lives in one folder: {@code conf}, {@code lib}, {@code plugins}, {@code log}, {@code
 * pids}, {@code checkpoints}, {@code savepoints}, {@code tmp}. {@code lib} holds hard links to the
 * gathered jars (copies where the file system has no links), so {@code mvn clean} does not take
 * classes from under a running cluster. Every process carries the folder's path on its command line
 * as a system property: that, and never a pid alone, decides what belongs to the cluster.
 *
 * <p>The launcher itself has none of Flink's classes on its class path.
 */
@NullMarked
package org.partitioners.jobs.cluster;

import org.jspecify.annotations.NullMarked;
